package ezio.recipe.load;

import java.util.Locale;

/** Shows a place in a line: the line with its number, and carets below the word that is meant. */
final class SourceMark {

    private SourceMark() {}

    /**
     * Returns two lines.
     *
     * @param column from 1, in characters
     */
    static String of(String line, int number, int column) {
        String head = String.format(Locale.ROOT, "%4d | ", number);
        StringBuilder mark = new StringBuilder(" ".repeat(head.length() - 2)).append("| ");
        int[] characters = line.codePoints().toArray();
        int from = Math.max(0, Math.min(column - 1, characters.length));
        for (int i = 0; i < from; i++) {
            // As wide as in the line above, whatever the width of a tab is there.
            mark.append(characters[i] == '\t' ? '\t' : ' ');
        }
        return head + line + "\n" + mark.append("^".repeat(width(characters, from)));
    }

    private static int width(int[] line, int from) {
        if (from >= line.length) {
            return 1;
        }
        int to = from + 1;
        if (line[from] == '\'' || line[from] == '"') {
            while (to < line.length && line[to] != line[from]) {
                to++;
            }
            return to < line.length ? to + 1 - from : 1;
        }
        while (to < line.length && Character.isJavaIdentifierPart(line[from]) && isPart(line[to])) {
            to++;
        }
        return to - from;
    }

    // A dot belongs to it: 10.minuts is one thing to whoever wrote it.
    private static boolean isPart(int character) {
        return Character.isJavaIdentifierPart(character);
    }
}
