package ezio.bench.sim;

/** What one machine moved, in bytes of payload. */
final class Traffic {

    private long sentBytes;
    private long receivedBytes;
    private long takenBytes;

    void sent(int bytes) {
        sentBytes += bytes;
    }

    /**
     * @param isTaken it was of use
     */
    void received(int bytes, boolean isTaken) {
        receivedBytes += bytes;
        takenBytes += isTaken ? bytes : 0;
    }

    long sentBytes() {
        return sentBytes;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    /** Returns what was received and of use. */
    long takenBytes() {
        return takenBytes;
    }
}
