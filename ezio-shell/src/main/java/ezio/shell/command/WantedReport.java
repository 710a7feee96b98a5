package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.recipe.plan.Plan;
import ezio.recipe.run.ReportFile;
import ezio.recipe.run.ReportNotWritten;
import ezio.recipe.run.RunReport;
import ezio.shell.console.Console;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The report that a run was asked to write, or none. For one run. */
final class WantedReport {

    private final Optional<ReportFile> file;
    private final Console console;
    private final AtomicBoolean isBegun = new AtomicBoolean();

    /**
     * @param file empty where none is wanted
     */
    WantedReport(Optional<Path> file, Console console) {
        this.file = file.map(ReportFile::new);
        this.console = console;
    }

    /**
     * Writes how a run stands.
     *
     * @throws ReportNotWritten the first time: there is no use in a run without its report. Later that is a warning.
     */
    void write(RunReport report) {
        try {
            file.ifPresent(to -> to.write(report, Optional.empty()));
        } catch (ReportNotWritten e) {
            if (!isBegun.get()) {
                throw e;
            }
            warn(e);
        }
        isBegun.set(true);
    }

    /** Writes how a run has ended; returns its exit code, which changes where that is not possible. */
    ExitCode writeLast(RunReport report, ExitCode exit) {
        try {
            file.ifPresent(to -> to.write(report, Optional.of(entry(exit))));
            return exit;
        } catch (ReportNotWritten e) {
            ExitCode worse = exit == ExitCode.OK ? ExitCode.DEVICE : exit;
            console.problem(e, worse);
            return worse;
        }
    }

    /** Writes that nothing was done, and why: a report of an earlier run says nothing of this one. */
    void writeNotBegun(Plan plan, List<? extends Problem> failures) {
        ExitCode exit = ExitCode.of(failures.get(0).kind());
        writeInstead(to -> to.write(RunReport.notBegun(plan, failures), Optional.of(entry(exit))));
    }

    /** Writes that the recipe itself could not be loaded. */
    void writeUnloaded(Path recipe, Problem failure) {
        writeInstead(to -> to.writeUnloaded(recipe, failure, entry(ExitCode.of(failure.kind()))));
    }

    // What has happened is said in any case, and weighs more.
    private void writeInstead(Consumer<ReportFile> writing) {
        try {
            file.ifPresent(writing);
        } catch (ReportNotWritten e) {
            warn(e);
        }
    }

    private void warn(ReportNotWritten e) {
        console.say(Event.of(EventKind.WARNING, "run", e.getMessage()));
    }

    private static Map.Entry<Integer, String> entry(ExitCode exit) {
        return Map.entry(exit.code(), exit.id());
    }
}
