package ezio.shell.command;

import ezio.core.problem.Similar;
import ezio.recipe.words.ValueWords;
import ezio.recipe.words.WordBook;
import ezio.recipe.words.WordPage;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import ezio.shell.env.ExitCode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ezio words}. */
@Command(name = "words", description = "Lists the words of recipes, or everything about those of one block.")
final class WordsCommand extends EzioCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "BLOCK",
            description = "recipe, deploy, disk, steps or onFailure; default: all of them, in brief")
    private String block;

    @Option(names = "--markdown", description = "everything about all of them, as a page of documentation")
    private boolean markdown;

    WordsCommand(Session session) {
        super(session);
    }

    @Override
    boolean needsLog() {
        return false;
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        if (markdown) {
            session().console().help(WordPage.text());
            return ExitCode.OK;
        }
        List<WordBook.BlockWords> blocks =
                block == null ? WordBook.blocks() : List.of(find(block.replaceAll("[\\s{}]", "")));
        StringBuilder text = new StringBuilder();
        for (WordBook.BlockWords each : blocks) {
            text.append(text.isEmpty() ? "" : "\n\n")
                    .append(each.title())
                    .append(": ")
                    .append(each.purpose())
                    .append('\n')
                    .append(block == null ? brief(each) : whole(each));
        }
        session()
                .console()
                .result(Event.of(EventKind.WORDS, "words", text.toString())
                        .with(
                                "blocks",
                                blocks.stream().map(WordsCommand::fields).toList()));
        return ExitCode.OK;
    }

    private static WordBook.BlockWords find(String name) {
        return WordBook.block(name).orElseThrow(() -> {
            List<String> names =
                    WordBook.blocks().stream().map(WordBook.BlockWords::name).toList();
            List<String> similar = Similar.to(name, names);
            return new UsageProblem(
                    "no block is called \"" + name + "\""
                            + (similar.isEmpty() ? "" : ", did you mean " + similar.get(0) + "?"),
                    "there are " + String.join(", ", names));
        });
    }

    private static String brief(WordBook.BlockWords block) {
        Table table = new Table("  WORD", "WHAT IT SAYS");
        block.words().forEach(word -> table.add("  " + word.name(), word.sentence()));
        return table.text();
    }

    private static String whole(WordBook.BlockWords block) {
        StringBuilder text = new StringBuilder();
        for (WordBook.Entry word : block.words()) {
            text.append("\n  ").append(word.name()).append(": ").append(word.sentence());
            if (!word.example().isEmpty()) {
                text.append("\n      ").append(word.example());
            }
            for (WordBook.NamedValue value : word.values()) {
                text.append("\n    ")
                        .append(value.name())
                        .append(": ")
                        .append(ValueWords.kindOf(value.type()))
                        .append(value.isRequired() ? ", required; " : "; ")
                        .append(value.sentence());
            }
        }
        return text.toString();
    }

    private static Map<String, Object> fields(WordBook.BlockWords block) {
        return Map.of(
                "block",
                block.name(),
                "words",
                block.words().stream()
                        .map(word -> Map.of(
                                "word",
                                word.name(),
                                "sentence",
                                word.sentence(),
                                "values",
                                word.values().stream()
                                        .map(WordBook.NamedValue::name)
                                        .toList()))
                        .toList());
    }
}
