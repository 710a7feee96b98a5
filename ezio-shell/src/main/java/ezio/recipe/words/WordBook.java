package ezio.recipe.words;

import groovy.transform.NamedParam;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All words of recipes, by the blocks they belong in, as the classes of this package have them. */
public final class WordBook {

    private static final List<Class<?>> CLASSES =
            List.of(RecipeScript.class, DeployBlock.class, DiskBlock.class, StepsBlock.class, FailureBlock.class);

    /** What a word can be given by name. */
    public record NamedValue(String name, Class<?> type, boolean isRequired, String sentence) {}

    /**
     * A word in its block.
     *
     * @param isConstant whether it is a value, not a verb or noun
     */
    public record Entry(
            String name,
            String sentence,
            String example,
            List<NamedValue> values,
            boolean hasBlock,
            boolean isConstant) {}

    /** The words between the braces of one word. */
    public record BlockWords(String name, String purpose, Class<?> type, List<Entry> words) {

        /** Returns how messages call it: "steps { }", or "the outermost level". */
        public String title() {
            return type == RecipeScript.class ? "the outermost level" : name + " { }";
        }

        public Optional<Entry> find(String word) {
            return words.stream().filter(entry -> entry.name().equals(word)).findFirst();
        }
    }

    private static final List<BlockWords> BLOCKS =
            CLASSES.stream().map(WordBook::block).toList();

    private WordBook() {}

    /** Returns the blocks, the outermost first. */
    public static List<BlockWords> blocks() {
        return BLOCKS;
    }

    public static Optional<BlockWords> block(String name) {
        return BLOCKS.stream().filter(block -> block.name().equals(name)).findFirst();
    }

    /** Returns the words between the braces of {@code word}; empty if it has none. */
    public static Optional<BlockWords> blockOf(String word) {
        return word.equals("recipe") ? Optional.empty() : block(word.equals("together") ? "steps" : word);
    }

    /** Returns the block that a class has the words of. */
    public static Optional<BlockWords> ofClass(String className) {
        return BLOCKS.stream()
                .filter(block -> block.type().getName().equals(className))
                .findFirst();
    }

    /** Returns the method's name in the recipe language; empty if it is no word. */
    public static Optional<String> wordOf(Method method) {
        Word word = method.getAnnotation(Word.class);
        if (word == null) {
            return Optional.empty();
        }
        if (!word.name().isEmpty()) {
            return Optional.of(word.name());
        }
        return Optional.of(isConstant(method) ? property(method.getName()) : method.getName());
    }

    /** Returns the named values that a method takes. */
    public static List<NamedValue> valuesOf(Method method) {
        String word = wordOf(method).orElseThrow();
        return Arrays.stream(method.getParameters())
                .flatMap(parameter -> Arrays.stream(parameter.getAnnotationsByType(NamedParam.class)))
                .map(value -> new NamedValue(
                        value.value(), value.type(), value.required(), ValueWords.sentence(word, value.value())))
                .toList();
    }

    private static BlockWords block(Class<?> type) {
        Block block = type.getAnnotation(Block.class);
        Map<String, Entry> entries = new LinkedHashMap<>();
        // The overload with an example has everything that the others have.
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getAnnotation(Word.class) != null)
                .sorted(Comparator.comparing((Method method) ->
                                method.getAnnotation(Word.class).example().isEmpty())
                        .thenComparingInt(method -> -method.getParameterCount()))
                .map(WordBook::entry)
                .forEach(entry -> entries.putIfAbsent(entry.name(), entry));
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparing(Entry::name));
        return new BlockWords(block.value(), block.purpose(), type, List.copyOf(sorted));
    }

    private static Entry entry(Method method) {
        Word word = method.getAnnotation(Word.class);
        boolean hasBlock = false;
        for (var parameter : method.getParameters()) {
            if (parameter.getType() == groovy.lang.Closure.class) {
                hasBlock = true;
            }
        }
        return new Entry(
                wordOf(method).orElseThrow(),
                word.value(),
                word.example(),
                valuesOf(method),
                hasBlock,
                isConstant(method));
    }

    private static boolean isConstant(Method method) {
        return method.getName().startsWith("get") && method.getParameterCount() == 0;
    }

    private static String property(String getter) {
        return getter.substring(3, 4).toLowerCase(Locale.ROOT) + getter.substring(4);
    }
}
