package ezio.shell.repl;

/**
 * One way to go on with a word.
 *
 * @param value the whole word
 * @param shown what a list shows of it
 * @param description a few words, or empty
 * @param isComplete whether a blank follows it; not after a directory
 */
record Choice(String value, String shown, String description, boolean isComplete) {

    static Choice of(String value, String description) {
        return new Choice(value, value, description, true);
    }

    /** Returns the same, as the value of an option that is written with an equals sign. */
    Choice after(String prefix) {
        return new Choice(prefix + value, shown, description, isComplete);
    }
}
