package ezio.shell.command;

import ezio.core.disk.Disks;
import ezio.core.disk.TargetGuard;
import ezio.recipe.prompt.GroovyPrompt;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import ezio.verb.live.SwarmImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groovy}, in a session. */
@Command(
        name = "groovy",
        description = {
            "In a session: evaluates Groovy against it. There are images, seeds, peers, jobs and disks: lists of maps with"
                    + " the names that --output json has.",
            "Everything after the command is Groovy, up to the end of the line, or of the brackets that it leaves open."
        })
final class GroovyCommand extends EzioCommand {

    @Parameters(paramLabel = "CODE", arity = "1..*", description = "an expression, or statements")
    private List<String> code = List.of();

    GroovyCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        LiveSession live = session().needLive("groovy");
        Thread evaluating = Thread.currentThread();
        session().onStopSay(() -> "stopping the expression");
        session().cancel().onCancel(evaluating::interrupt);
        try {
            Object value = new GroovyPrompt(names(live)).evaluate(String.join(" ", code));
            session()
                    .console()
                    .result(Event.of(EventKind.VALUE, "groovy", ValueText.of(value))
                            .with("value", value));
            return ExitCode.OK;
        } finally {
            // It was for the expression, not for what this thread does next.
            var unused = Thread.interrupted();
        }
    }

    private static Map<String, Supplier<Object>> names(LiveSession live) {
        Map<String, Supplier<Object>> names = new LinkedHashMap<>();
        names.put("images", () -> images(live.images()));
        names.put(
                "seeds",
                () -> images(live.images().stream()
                        .filter(image -> image.role() == SwarmImage.Role.SEED)
                        .toList()));
        names.put("peers", () -> PeersCommand.all(live.images()));
        names.put(
                "jobs", () -> live.everyJob().stream().map(JobsCommand::fields).toList());
        if (!live.isFar()) {
            names.put("disks", () -> DisksCommand.all(Disks.ofThisSystem(), TargetGuard.ofThisSystem()));
        }
        return names;
    }

    private static List<Map<String, Object>> images(List<? extends SwarmImage> images) {
        return images.stream().map(StatusCommand::fields).toList();
    }
}
