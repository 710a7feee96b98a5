package ezio.shell.command;

import ezio.core.progress.Progress;
import ezio.core.progress.ProgressListener;
import ezio.core.unit.ByteSize;
import ezio.core.unit.TimeSpan;
import ezio.verb.HashLedger;
import ezio.verb.live.OpeningListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Says what is done, and why, before an image is seeded. */
final class OpeningWords implements OpeningListener {

    private final Session session;
    private final String name;
    private final ProgressListener progress;

    OpeningWords(Session session, String name) {
        this.session = session;
        this.name = name;
        this.progress = session.progress("unpack", label(name));
    }

    /** Returns what the progress of opening an image is shown as. */
    static String label(String name) {
        return name + ": preparing";
    }

    @Override
    public void progressed(Progress now) {
        progress.progressed(now);
    }

    @Override
    public void trusting(HashLedger.Entry entry) {
        note("seed", trust(entry));
    }

    @Override
    public void hashingFirst(Path path) {
        note(
                "seed",
                "hashing " + path + " first: nothing is known of it, or it was written to since; --trust skips that");
    }

    @Override
    public void waiting(Path file) {
        note("unpack", "waiting for another process that works on " + file);
    }

    @Override
    public void unpacking(Path file, long totalBytes) {
        note("unpack", "unpacking " + ByteSize.print(totalBytes) + " to " + file + ", once");
    }

    @Override
    public void trusting(Path file, HashLedger.Entry entry) {
        note("unpack", trust(entry) + ", unpacked in " + file);
    }

    @Override
    public void checking(Path file) {
        note("unpack", "hashing " + file + " first; --trust skips that");
    }

    @Override
    public void damaged(Path file) {
        note("unpack", file + " is not what it was; unpacking again");
    }

    private void note(String step, String text) {
        session.note(step, name + ": " + text);
    }

    /** Returns "trusting the check done 2 minutes ago". */
    private static String trust(HashLedger.Entry entry) {
        return "trusting " + entry.words() + " " + TimeSpan.printRounded(Duration.between(entry.time(), Instant.now()))
                + " ago";
    }
}
