package ezio.shell.command;

import ezio.core.problem.Problem;
import ezio.daemon.DaemonAddress;
import ezio.daemon.DaemonClient;
import ezio.daemon.DaemonNode;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import ezio.shell.log.LogFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** One run of one command: parses, runs, and makes an exit code of whatever comes of it. */
final class CommandRun {

    static final String BACKGROUND = "--background";

    private final List<String> args;
    private final Session session;
    private final Shell shell;

    CommandRun(List<String> args, Session session, Shell shell) {
        this.args = args;
        this.session = session;
        this.shell = shell;
    }

    /** Blocks until the command has ended, or was started as a job; never throws. */
    ExitCode run() {
        StringWriter help = new StringWriter();
        CommandLine line = Commands.of(args, session, shell);
        line.setOut(new PrintWriter(help));
        line.setErr(new PrintWriter(help));
        line.setExecutionStrategy(new Execution());
        line.setParameterExceptionHandler(new Mistake());
        int code = line.execute(args.toArray(String[]::new));
        if (!help.toString().isEmpty()) {
            session.console().help(help.toString());
        }
        return ExitCode.of(code);
    }

    // No lambdas: the class-data archive leaves out the interfaces of picocli that one implements, and what builds on
    // them.
    private final class Execution implements CommandLine.IExecutionStrategy {
        @Override
        public int execute(ParseResult parsed) {
            return CommandRun.this.execute(parsed);
        }
    }

    private final class Mistake implements CommandLine.IParameterExceptionHandler {
        @Override
        public int handleParseException(CommandLine.ParameterException e, String[] given) {
            session.console().problem(UsageWords.problem(e), ExitCode.USAGE);
            return ExitCode.USAGE.code();
        }
    }

    private int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.isUsageHelpRequested() || !(last.commandSpec().userObject() instanceof EzioCommand command)) {
            return new CommandLine.RunLast().execute(parsed);
        }
        if (command.needsLog() && session.live().isPresent()) {
            session.live().get().log().need(defaultLog());
            logBeginning();
        }
        RootCommand root = (RootCommand) parsed.commandSpec().userObject();
        ParseResult named = last;
        return runGuarded(() -> whereItIsMeant(root, command, named), defaultLog());
    }

    /** Runs the command on the node of the daemon that this line, or the session, is for; else on this machine. */
    private int whereItIsMeant(RootCommand root, EzioCommand command, ParseResult last) {
        session.speakToDaemonsAs(() -> root.credentials(session.env()));
        Optional<DaemonAddress> address = root.daemon(session.env());
        if (address.isPresent() && command != root) {
            DaemonNode node = new DaemonNode(DaemonClient.of(address.get()));
            try (LiveSession far = new LiveSession(session.console(), Optional.of(node))) {
                if (command.needsLog()
                        && command.common().logFile == null
                        && session.live().isEmpty()) {
                    far.log().need(defaultLog());
                    logBeginning();
                }
                session.goFar(far, node);
                return run(command, last, false);
            }
        }
        return run(command, last, session.live().isPresent());
    }

    private int run(EzioCommand command, ParseResult last, boolean isLine) {
        if (session.daemon().isPresent() && !command.isForDaemons()) {
            throw new HereOnly(
                    last.commandSpec().qualifiedName().replaceFirst("^ezio ", ""),
                    session.daemon().get().address());
        }
        boolean leavesImages = session.daemon().isPresent() && command instanceof BringsImages;
        if (last.hasMatchedOption(BACKGROUND) && !leavesImages) {
            if (!isLine) {
                throw Session.notInSession(BACKGROUND);
            }
            return startJob(command instanceof BringsImages).code();
        }
        if (last.hasMatchedOption(BACKGROUND)) {
            session.leaveThere();
        }
        String logFile = command.common().logFile;
        boolean logs = logFile != null || command.needsLog() && session.live().isEmpty();
        return logs
                ? runWithLog(
                        command, logFile == null ? defaultLog() : session.env().path(logFile))
                : runGuarded(command::call, defaultLog());
    }

    private ExitCode startJob(boolean bringsImages) {
        LiveSession live = session.needLive(BACKGROUND);
        List<String> words =
                args.stream().filter(word -> !word.equals(BACKGROUND)).toList();
        live.jobs().start(String.join(" ", words), bringsImages, (job, console) -> {
            Session own = Session.ofJob(session.env(), console, live, job);
            session.daemon().ifPresent(daemon -> own.goFar(live, daemon));
            return new CommandRun(words, own, shell).run();
        });
        return ExitCode.OK;
    }

    private int runWithLog(EzioCommand command, Path path) {
        Optional<LogFile> log = openLog(path);
        try {
            return runGuarded(command::call, path);
        } finally {
            log.ifPresent(LogFile::close);
        }
    }

    private Optional<LogFile> openLog(Path path) {
        try {
            LogFile log = LogFile.open(path);
            logBeginning();
            return Optional.of(log);
        } catch (IOException e) {
            session.note("start", "no log is kept: cannot write " + path + ": " + Problem.reason(e));
            return Optional.empty();
        }
    }

    private void logBeginning() {
        log().debug("{}: {}", Version.line(), String.join(" ", args));
    }

    private Path defaultLog() {
        return session.env().stateDirectory().resolve("ezio.log");
    }

    /** What ends with the number of an exit code. */
    private interface Work {
        int call();
    }

    // Every exception, and an Error too: the user is to see one line, and its stack is for the log.
    private int runGuarded(Work work, Path logFile) {
        try {
            return work.call();
        } catch (Problem problem) {
            log().debug("ended by a problem", problem);
            ExitCode exit = session.exitCode(ExitCode.of(problem.kind()));
            session.console().problem(problem, exit);
            return exit.code();
        } catch (CancellationException e) {
            return session.isStopped() ? session.exitCode(ExitCode.OK).code() : bug(e, logFile);
        } catch (RuntimeException | Error e) {
            return bug(e, logFile);
        }
    }

    private int bug(Throwable e, Path logFile) {
        log().error("a bug", e);
        session.console().bug(e, logFile);
        return ExitCode.BUG.code();
    }

    // Not a constant: to make a logger starts logback, and most of the time of "ezio help" would go there.
    private static Logger log() {
        return LoggerFactory.getLogger(CommandRun.class);
    }
}
