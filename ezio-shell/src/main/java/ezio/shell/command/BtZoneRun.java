package ezio.shell.command;

import ezio.core.torrent.TorrentSpec;
import ezio.core.unit.ByteSize;
import ezio.partclone.clonezilla.SavedPart;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.verb.BtZone;
import ezio.verb.BtZoneOrder;
import java.util.List;
import java.util.Locale;

/** {@code ezio torrent create --clonezilla}. */
final class BtZoneRun {

    private final Session session;
    private String label = "";

    BtZoneRun(Session session) {
        this.session = session;
    }

    void run(BtZoneOrder order) {
        session.onStopSay(() -> "stopping, nothing is written for Clonezilla");
        BtZone zone = BtZone.prepare(order);
        zone.skipped()
                .forEach(part -> session.note(
                        "read",
                        part.name() + ": left out, it is " + part.content().words()));
        List<BtZone.Done> done;
        try {
            done = zone.make(
                    part -> {
                        session.console().progressEnded(label);
                        label = label(part);
                        return session.progress("hash", label);
                    },
                    session.cancel());
        } finally {
            session.console().progressEnded(label);
        }
        done.forEach(each -> session.console().result(created(each)));
        if (order.trackers().isEmpty()) {
            session.note("write", "no --tracker: Clonezilla's ocs-btsrv puts the address of its own in");
        }
    }

    private static String label(SavedPart part) {
        return part.name() + ": unpacking and hashing";
    }

    private static Event created(BtZone.Done done) {
        TorrentSpec torrent = done.torrent();
        String text = String.format(
                Locale.ROOT,
                "%s: wrote %s and %,d %s, %s, info hash %s",
                done.part().name(),
                done.file(),
                torrent.extents().count(),
                torrent.extents().count() == 1 ? "slice" : "slices",
                ByteSize.print(torrent.totalBytes()),
                torrent.infoHash());
        return Event.of(EventKind.TORRENT_CREATED, "write", text)
                .with("file", done.file().toString())
                .with("torrentInfo", done.file() + ".info")
                .with("slices", done.slices().toString())
                .with("image", torrent.name())
                .with("infoHash", torrent.infoHash().hex())
                .with("totalBytes", torrent.totalBytes())
                .with("pieceLengthBytes", torrent.pieceLengthBytes())
                .with("pieces", torrent.pieceCount());
    }
}
