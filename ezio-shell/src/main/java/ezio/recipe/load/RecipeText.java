package ezio.recipe.load;

import ezio.core.problem.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a recipe, and its lines for messages. Immutable. */
final class RecipeText {

    // A recipe is written by hand; a file that is larger was meant for something else, such as a device.
    private static final long MAX_BYTES = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final String text;
    private final List<String> lines;

    private RecipeText(Path file, String text) {
        this.file = file;
        this.text = text;
        this.lines = text.lines().toList();
    }

    /**
     * Reads a file; blocks for moments.
     *
     * @throws UnreadableRecipe if it cannot be read, or is no text in UTF-8
     */
    static RecipeText read(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new UnreadableRecipe(file, "is a directory", "name the file of the recipe");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new UnreadableRecipe(file, "is no file", "name the file of the recipe");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UnreadableRecipe(file, "is larger than 1 MiB", "is that a recipe?");
            }
            return of(file, Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new UnreadableRecipe(file, "is not there", null);
        } catch (IOException e) {
            throw new UnreadableRecipe(file, "cannot be read: " + Problem.reason(e), null);
        }
    }

    private static RecipeText of(Path file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new UnreadableRecipe(file, "is no text", "a recipe is a text in UTF-8");
            }
            boolean isMarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return new RecipeText(file, isMarked ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new UnreadableRecipe(file, "is no text in UTF-8", "was it saved in another encoding?");
        }
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }

    int lineCount() {
        return lines.size();
    }

    /** Returns a line, counted from 1, without its end; empty beyond the last one. */
    Optional<String> line(int number) {
        return number >= 1 && number <= lines.size() ? Optional.of(lines.get(number - 1)) : Optional.empty();
    }

    /** Returns the column, from 1, of the first character of a line that is no space. */
    int firstColumn(int number) {
        String line = line(number).orElse("");
        int i = 0;
        while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
            i++;
        }
        return i < line.length() ? i + 1 : 1;
    }

    /** Returns the first lines of comment, below "#!" and up to the first line that is none: what the recipe is for. */
    String description() {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            String stripped = line.strip();
            if (line.startsWith("#!") || found.isEmpty() && stripped.isEmpty()) {
                continue;
            }
            String words = stripped.startsWith("//") ? stripped.substring(2).strip() : "";
            if (words.isEmpty()) {
                break;
            }
            found.add(words);
        }
        return String.join(" ", found);
    }
}
