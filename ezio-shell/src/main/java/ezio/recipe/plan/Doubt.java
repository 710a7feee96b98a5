package ezio.recipe.plan;

/** Whether an image is hashed before it is seeded. */
public enum Doubt {
    /** Never. */
    TRUST,
    /** Unless it was hashed on this machine within a day and not written to since. */
    AS_KNOWN,
    /** Always. */
    CHECK
}
