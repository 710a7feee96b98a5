package ezio.verb.live;

/** What a restore believes of what is on its target already. */
public enum Fill {
    /** Nothing: everything is fetched. */
    EMPTY,
    /** What the journal of an interrupted restore of the same image to the same target says; nothing where there is none. */
    RESUME,
    /** What has its hash: everything is hashed first. */
    RECHECK
}
