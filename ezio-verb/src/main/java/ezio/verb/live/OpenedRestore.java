package ezio.verb.live;

import ezio.core.image.ImageTarget;
import ezio.core.torrent.TorrentSpec;
import ezio.verb.Images;
import ezio.verb.RestoreTargets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A target that can be written, and what is known of what is on it.
 *
 * @param place the device, file or directory that is written
 */
record OpenedRestore(RestoreOrder order, Path place, ImageTarget target, Continuation continuation, Recorder recorder) {

    /**
     * Opens all of them, or none.
     *
     * @param inUse what images of the node lie on
     * @throws ezio.core.problem.Problem if one is refused or cannot be opened
     */
    static List<OpenedRestore> openAll(List<RestoreOrder> orders, Workplace workplace, Collection<Path> inUse) {
        Journals journals = workplace.openJournals();
        List<Journals.Found> found = new ArrayList<>();
        List<RestoreTargets.Target> targets = new ArrayList<>();
        List<Boolean> areOurs = new ArrayList<>();
        for (RestoreOrder order : orders) {
            Journals.Found record =
                    order.fill() == Fill.RESUME ? journals.find(order.torrent(), where(order)) : Journals.Found.NOTHING;
            boolean wasOurs = record.journal().filter(RestoreJournal::isOurs).isPresent();
            RestoreTargets.Target target = target(order);
            found.add(record);
            areOurs.add(wasOurs || !RestoreTargets.holdsSomething(target));
            // What an earlier run of the same restore has made is not in the way of this one.
            boolean isMade = wasOurs && (order.asSlices() || order.createBytes().isPresent());
            targets.add(isMade ? target.withOverwrite(Set.of(order.path())) : target);
        }
        List<ImageTarget> opened = new RestoreTargets(workplace.guard()).open(targets, inUse);
        List<OpenedRestore> restores = new ArrayList<>();
        try {
            for (int i = 0; i < orders.size(); i++) {
                restores.add(of(orders.get(i), opened.get(i), found.get(i), areOurs.get(i), workplace));
            }
            return restores;
        } finally {
            if (restores.size() < orders.size()) {
                opened.forEach(ImageTarget::close);
            }
        }
    }

    private static OpenedRestore of(
            RestoreOrder order, ImageTarget target, Journals.Found found, boolean isOurs, Workplace workplace) {
        Path place = where(order);
        Recorder recorder = new Recorder(workplace.openJournals(), order.torrent(), place, isOurs);
        if (order.fill() == Fill.EMPTY) {
            recorder.beginAnew();
        }
        Continuation continuation = Continuation.of(order, place, target, found, workplace.ledger());
        return new OpenedRestore(order, place, target, continuation, recorder);
    }

    private static Path where(RestoreOrder order) {
        return Images.place(order.path(), order.torrent(), order.asSlices());
    }

    private static RestoreTargets.Target target(RestoreOrder order) {
        return new RestoreTargets.Target(
                order.torrent(),
                order.path(),
                order.asSlices(),
                order.createBytes(),
                order.overwrite(),
                order.allowed());
    }

    TorrentSpec torrent() {
        return order.torrent();
    }

    boolean isHashedFirst() {
        return !continuation.prior().doubtful().isEmpty();
    }
}
