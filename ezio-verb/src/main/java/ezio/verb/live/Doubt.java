package ezio.verb.live;

/** Whether an image that is to be seeded is hashed first. */
public enum Doubt {
    /** Nothing is hashed. */
    TRUST,
    /** It is hashed unless that was done within a day and it was not written to since. */
    AS_KNOWN,
    /** Everything is hashed. */
    CHECK
}
