package ezio.shell.repl;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Hands JLine what {@link Completion} finds. */
final class LineCompleter implements Completer {

    private final Completion completion;

    LineCompleter(Completion completion) {
        this.completion = completion;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (!(line instanceof LineParser.Line parsed)) {
            return;
        }
        int sort = 0;
        for (Choice choice : completion.choices(parsed.before(), parsed.word())) {
            candidates.add(new Candidate(
                    choice.value(),
                    choice.shown(),
                    null,
                    choice.description().isEmpty() ? null : choice.description(),
                    null,
                    null,
                    choice.isComplete(),
                    sort++));
        }
    }
}
