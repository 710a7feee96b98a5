package ezio.verb.live;

import ezio.core.progress.Progress;
import ezio.verb.HashLedger;
import ezio.verb.PackedSeed;
import java.nio.file.Path;

/** Is told what takes time before an image can be seeded, and why; on the thread that opens it. */
public interface OpeningListener extends PackedSeed.Listener {

    /** Wants to know nothing. */
    OpeningListener NONE = new OpeningListener() {};

    /** The image is trusted: it was found to be right within a day. */
    default void trusting(HashLedger.Entry entry) {}

    /** Nothing is known of the image, or it was written to since: it will be hashed while it is on the node. */
    default void hashingFirst(Path path) {}

    @Override
    default void progressed(Progress progress) {}

    @Override
    default void waiting(Path file) {}

    @Override
    default void unpacking(Path file, long totalBytes) {}

    @Override
    default void trusting(Path file, HashLedger.Entry entry) {}

    @Override
    default void checking(Path file) {}

    @Override
    default void damaged(Path file) {}
}
