package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.core.swarm.SwarmSettings;
import ezio.core.unit.TimeSpan;
import ezio.recipe.load.RecipeFile;
import ezio.recipe.plan.Plan;
import ezio.recipe.run.Nodes;
import ezio.recipe.run.PlanNodes;
import ezio.recipe.run.PlanRunner;
import ezio.recipe.run.Preflight;
import ezio.recipe.run.ReportNotWritten;
import ezio.recipe.run.RunRecord;
import ezio.recipe.run.RunReport;
import ezio.recipe.run.RunSettings;
import ezio.recipe.run.Trackers;
import ezio.recipe.words.Parameter;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import ezio.verb.live.Workplace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ezio run}. */
@Command(
        name = "run",
        description = {
            "Runs a recipe: its steps in order, and what it wants done after a failure.",
            "What follows FILE belongs to the recipe; \"ezio run FILE --help\" shows its parameters, \"ezio plan FILE\""
                    + " what it would do. --overwrite, --report and --resume may stand there too."
        })
final class RunCommand extends EzioCommand implements MayBeJob {

    @Option(
            names = "--overwrite",
            paramLabel = "DEVICE",
            description = "confirms that DEVICE, or a partition of it, is to be overwritten; may be given again")
    private List<String> overwrite = List.of();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "write a report in JSON, replaced as a whole after each step and at the end")
    private String report;

    @Option(
            names = "--resume",
            description =
                    "continue an interrupted run: skip steps that can be shown to be done, count the copies of then")
    private boolean isResumed;

    @Mixin
    private SwarmOptions swarm = new SwarmOptions();

    @Mixin
    private ThreadsOption threads = new ThreadsOption();

    @Mixin
    private RecipeArguments recipe = new RecipeArguments();

    RunCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        RecipeSource source = new RecipeSource(session(), "ezio run", recipe.file());
        RecipeFile file = loading(source::open, Set.of());
        if (RecipeOptions.wantsHelp(recipe.rest())) {
            source.help(file);
            return ExitCode.OK;
        }
        SwarmSettings swarmSettings = swarm.settings();
        session().onStopSay(() -> "stopping, syncing what was written");
        Set<String> declared = file.parameters().stream().map(Parameter::option).collect(Collectors.toSet());
        RunOptions after = RunOptions.of(recipe.rest(), declared);
        Plan plan = loading(() -> source.loadChecked(file, after.rest(), true).plan(), declared);
        WantedReport wanted = wantedReport(after);
        Set<Path> named = paths(after);
        Workplace place =
                Workplace.of(session().env().stateDirectory(), session().env().cacheDirectory());
        RunRecord record = RunRecord.open(plan, session().env().stateDirectory(), isResumed || after.isResumed());
        List<Problem> refused = Preflight.check(plan, named, place, record);
        if (!refused.isEmpty()) {
            refused.forEach(problem -> session().console().problem(problem, ExitCode.of(problem.kind())));
            wanted.writeNotBegun(plan, refused);
            return ExitCode.of(refused.get(0).kind());
        }
        RunSettings settings = new RunSettings(
                swarmSettings,
                swarm.isPortGiven(),
                swarm.peers(),
                named,
                place,
                session().env().stateDirectory(),
                Optional.empty(),
                Version.line(),
                threads.count(),
                session().daemonCredentials());
        return run(plan, settings, wanted, record);
    }

    /** Loads a recipe, or writes into the report why that cannot be done. */
    private <T> T loading(Supplier<T> work, Set<String> declared) {
        try {
            return work.get();
        } catch (Problem e) {
            wantedReport(RunOptions.of(recipe.rest(), declared))
                    .writeUnloaded(session().env().path(recipe.file()), e);
            throw e;
        }
    }

    private WantedReport wantedReport(RunOptions after) {
        return new WantedReport(
                Optional.ofNullable(after.report().orElse(report)).map(session().env()::path),
                session().console());
    }

    private Set<Path> paths(RunOptions after) {
        List<String> all = new ArrayList<>(overwrite);
        all.addAll(after.overwrite());
        Set<Path> paths = new HashSet<>();
        all.forEach(path -> paths.add(session().env().path(path)));
        return paths;
    }

    private ExitCode run(Plan plan, RunSettings settings, WantedReport wanted, RunRecord record) {
        RunWords listener = new RunWords(session().console());
        RunReport report;
        try (Trackers trackers = Trackers.start(plan, settings, listener)) {
            Nodes nodes = new Nodes(PlanNodes.start(plan, settings, trackers));
            report = new PlanRunner(
                            plan,
                            nodes,
                            listener,
                            wanted::write,
                            record,
                            session().env().workingDirectory())
                    .run(session().cancel());
        } catch (ReportNotWritten e) {
            throw e;
        } catch (Problem e) {
            wanted.writeNotBegun(plan, List.of(e));
            throw e;
        }
        ExitCode exit = session().exitCode(exitCode(report));
        if (report.outcome() == RunReport.Outcome.FAILED) {
            Throwable failure = report.failure().orElseThrow();
            if (failure instanceof Problem problem) {
                session().console().problem(problem, exit);
            } else {
                throw new IllegalStateException("a step of " + plan.name(), failure);
            }
        }
        ExitCode last = wanted.writeLast(report, exit);
        session().console().result(ended(report, last));
        return last;
    }

    private static Event ended(RunReport report, ExitCode exit) {
        String text = report.plan().name() + ": " + report.outcome().id() + " after " + TimeSpan.print(report.taken())
                + (exit == ExitCode.OK ? "" : ", exit " + exit.code() + " (" + exit.id() + ")");
        return Event.of(EventKind.RUN_ENDED, "run", text)
                .with("plan", report.plan().name())
                .with("outcome", report.outcome().id())
                .with("exitCode", exit.code())
                .with("exit", exit.id())
                .with("seconds", report.taken().toMillis() / 1000.0);
    }

    private static ExitCode exitCode(RunReport report) {
        return report.outcome() == RunReport.Outcome.DONE
                ? ExitCode.OK
                : report.problem().map(problem -> ExitCode.of(problem.kind())).orElse(ExitCode.BUG);
    }
}
