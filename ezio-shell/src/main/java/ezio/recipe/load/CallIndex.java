package ezio.recipe.load;

import ezio.recipe.plan.Place;
import ezio.recipe.words.Places;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the words of a recipe stand, by what its source says; which of them is being read is seen from the stack, which
 * knows lines and no columns.
 */
final class CallIndex implements Places {

    /** A word with its values, as they stand in the source. */
    record Call(
            String word, int firstLine, int lastLine, Place place, Map<String, Place> values, List<Place> arguments) {}

    private final String file;
    private final String sourceName;
    private final List<Call> calls = new ArrayList<>();

    CallIndex(String file, String sourceName) {
        this.file = file;
        this.sourceName = sourceName;
    }

    String file() {
        return file;
    }

    void add(Call call) {
        calls.add(call);
    }

    @Override
    public Place of(String word) {
        return current(word).map(Call::place).orElseGet(() -> new Place(file, currentLine(), 1));
    }

    @Override
    public Place ofValue(String word, String name) {
        return current(word)
                .map(call -> call.values().getOrDefault(name, call.place()))
                .orElseGet(() -> of(word));
    }

    @Override
    public Place ofArgument(String word, int index) {
        return current(word)
                .map(call -> index < call.arguments().size() ? call.arguments().get(index) : call.place())
                .orElseGet(() -> of(word));
    }

    /** Returns the line that an exception came from; 1 where its stack does not know. */
    int lineOf(Throwable e) {
        for (StackTraceElement element : e.getStackTrace()) {
            if (sourceName.equals(element.getFileName()) && element.getLineNumber() > 0) {
                return element.getLineNumber();
            }
        }
        return 1;
    }

    private Optional<Call> current(String word) {
        int line = currentLine();
        return calls.stream()
                .filter(call -> call.word().equals(word) && call.firstLine() <= line && line <= call.lastLine())
                .min(Comparator.comparingInt((Call call) -> call.lastLine() - call.firstLine())
                        .thenComparingInt(Call::firstLine));
    }

    private int currentLine() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(
                                frame -> sourceName.equals(frame.getFileName()) && frame.getLineNumber() > 0)
                        .map(StackWalker.StackFrame::getLineNumber)
                        .findFirst())
                .orElse(1);
    }

    /** Returns an empty map for the named values of a call. */
    static Map<String, Place> values() {
        return new HashMap<>();
    }
}
