package ezio.recipe.words;

import ezio.recipe.plan.Place;

/** Knows where in the recipe the word stands that is being read. Answers on the thread that reads the recipe only. */
public interface Places {

    /** Returns where {@code word} stands, the one that is being read. */
    Place of(String word);

    /** Returns where the value {@code name:} of that word stands; where the word stands if it has no such value. */
    Place ofValue(String word, String name);

    /** Returns where an argument without a name stands, counted from 0; where the word stands if there is none. */
    Place ofArgument(String word, int index);
}
