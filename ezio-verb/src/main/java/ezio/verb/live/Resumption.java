package ezio.verb.live;

/**
 * How a restore goes on where an earlier one was.
 *
 * @param trustedPieces are taken for granted: they were synced, and nothing was written to the target since
 * @param hashedPieces are hashed first, and fetched where they are wrong
 */
public record Resumption(Reason reason, int trustedPieces, int hashedPieces, int pieceCount) {

    /** What is known of the earlier restore. */
    public enum Reason {
        /** It was stopped, and nothing was written to the target since. */
        STOPPED,
        /** It was cut off: what it wrote last is not on record. */
        CUT_OFF,
        /** The target was written to since it was stopped, or the machine was started anew. */
        TOUCHED,
        /** Its record cannot be read. */
        DAMAGED,
        /** It was complete. */
        COMPLETE
    }

    /** Returns what is done and why, without the name of the image, in the options of {@code restore}. */
    public String words() {
        return words("--recheck", "--fresh");
    }

    /** Returns what is done and why, without the name of the image, in the words of recipes. */
    public String recipeWords() {
        return words("\"recheck: true\"", "\"fresh: true\"");
    }

    private String words(String recheck, String fresh) {
        String count = String.format(java.util.Locale.ROOT, "%,d of %,d", trustedPieces + hashedPieces, pieceCount);
        return switch (reason) {
            case STOPPED ->
                "continuing: " + count + " pieces are there, and nothing was written since; " + recheck
                        + " hashes them";
            case CUT_OFF ->
                "continuing: hashing " + count + " pieces first that were written before the restore was cut off; "
                        + fresh + " fetches all";
            case TOUCHED ->
                "continuing: hashing " + count
                        + " pieces first, because the target was written to since, or the machine was restarted; "
                        + fresh + " fetches all";
            case DAMAGED ->
                "the record of an earlier restore is damaged: hashing all " + count + " pieces first; " + fresh
                        + " fetches all";
            case COMPLETE ->
                "it was restored before: hashing all " + count + " pieces first; " + fresh + " fetches all";
        };
    }
}
