package ezio.daemon;

import ezio.core.swarm.TransferStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * How long an image has been what, as EZIO's clients are told: time that it is paused does not count. Looks at the image
 * now and then, so that each figure may be late by the time between two looks. Not thread-safe; has no clock of its own.
 */
final class ImageTimes {

    private long lookedNs;
    private long activeNs;
    private long finishedNs;
    private long seedingNs;
    private long downloadedBytes;
    private boolean hasDownloaded;
    private long lastDownloadNs;

    ImageTimes(long nowNs) {
        this.lookedNs = nowNs;
    }

    void look(TransferStatus status, long nowNs) {
        long passedNs = nowNs - lookedNs;
        lookedNs = nowNs;
        if (!status.isPaused()) {
            activeNs += passedNs;
            if (status.isComplete()) {
                finishedNs += passedNs;
                seedingNs += passedNs;
            }
        }
        if (status.downloadedBytes() > downloadedBytes) {
            downloadedBytes = status.downloadedBytes();
            hasDownloaded = true;
            lastDownloadNs = nowNs;
        }
    }

    Duration active() {
        return Duration.ofNanos(activeNs);
    }

    Duration finished() {
        return Duration.ofNanos(finishedNs);
    }

    Duration seeding() {
        return Duration.ofNanos(seedingNs);
    }

    /** Returns how long ago something arrived; empty if nothing ever did. */
    Optional<Duration> sinceDownload(long nowNs) {
        return hasDownloaded ? Optional.of(Duration.ofNanos(nowNs - lastDownloadNs)) : Optional.empty();
    }
}
