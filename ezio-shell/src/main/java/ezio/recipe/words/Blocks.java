package ezio.recipe.words;

import groovy.lang.Closure;

/** Reads what stands between the braces of a word. */
final class Blocks {

    private Blocks() {}

    /** Runs a closure whose words are those of {@code words} and of nobody else. */
    static void run(Closure<?> block, Object words) {
        // The closure itself stays as it is: one block may be read twice, in a loop.
        Closure<?> own = (Closure<?>) block.clone();
        own.setDelegate(words);
        own.setResolveStrategy(Closure.DELEGATE_ONLY);
        own.call();
    }
}
