package ezio.recipe.words;

import java.util.stream.Collectors;

/** The page of documentation that has every word of recipes. */
public final class WordPage {

    private static final String HEAD =
            """
            # Words of recipes

            Made by `ezio words --markdown` of what the words say about themselves; a test fails when this page is older than they
            are. [recipes.md](recipes.md) says how recipes are written and run.

            A word takes what stands behind it, then named values in any order: `seed 'root', uploads: 4`. Each word belongs in its
            block. Loops, conditions and `def x = …` may stand everywhere; parameters are declared first.

            Units: %s. `10.minutes * 2`, `patience / 2` and `16.MiB + 4.KiB` work.
            """;

    private WordPage() {}

    /** Returns the page in Markdown, with a newline at the end. */
    public static String text() {
        StringBuilder page = new StringBuilder(HEAD.replace("%s", units()));
        for (WordBook.BlockWords block : WordBook.blocks()) {
            page.append("\n## ")
                    .append(block.type() == RecipeScript.class ? "The outermost level" : "`" + block.title() + "`")
                    .append("\n\n")
                    .append(sentence(block.purpose()))
                    .append("\n");
            block.words().forEach(word -> entry(page, word));
        }
        return page.toString();
    }

    private static void entry(StringBuilder page, WordBook.Entry word) {
        page.append("\n### `")
                .append(word.name())
                .append("`\n\n")
                .append(sentence(word.sentence()))
                .append('\n');
        if (!word.example().isEmpty()) {
            page.append("\n    ").append(word.example()).append('\n');
        }
        if (word.values().isEmpty()) {
            return;
        }
        page.append("\n| named value | what it takes | what it says |\n|---|---|---|\n");
        for (WordBook.NamedValue value : word.values()) {
            page.append("| `")
                    .append(value.name())
                    .append("` | ")
                    .append(ValueWords.kindOf(value.type()))
                    .append(value.isRequired() ? ", required" : "")
                    .append(" | ")
                    .append(value.sentence())
                    .append(" |\n");
        }
    }

    private static String units() {
        return UnitNames.all().stream().map(unit -> "`1." + unit + "`").collect(Collectors.joining(", "));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
