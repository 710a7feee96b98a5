package ezio.shell.repl;

import ezio.core.problem.Problem;
import ezio.daemon.DaemonNode;
import ezio.shell.command.CommandLineRunner;
import ezio.shell.command.Version;
import ezio.shell.console.ColorMode;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.PromptConsole;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.env.StopSignal;
import ezio.shell.env.TerminalSize;
import ezio.shell.job.Job;
import ezio.shell.job.LiveSession;
import ezio.verb.live.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A session at a terminal: lines that somebody types, until Ctrl-D or {@code exit}. */
final class Prompt {

    private static final long LEAVING_MS = 500;

    private final Env env;
    private final ColorMode color;
    private final Optional<DaemonNode> far;

    /**
     * @param far the node of a daemon that the lines are for; becomes this one's to close
     */
    Prompt(Env env, ColorMode color, Optional<DaemonNode> far) {
        this.env = env;
        this.color = color;
        this.far = far;
    }

    /** Blocks until the session is over. */
    ExitCode run() {
        SessionSignals signals = new SessionSignals(env.signals());
        // Before the terminal: from then on Ctrl-C comes from there.
        signals.begin(signal -> {});
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .nativeSignals(true)
                .name("ezio")
                .build()) {
            return run(terminal, signals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExitCode run(Terminal terminal, SessionSignals signals) throws IOException {
        // A serial console often does not know its size; without one nothing that is typed would be shown.
        if (terminal.getWidth() <= 0 || terminal.getHeight() <= 0) {
            terminal.setSize(new Size(TerminalSize.USUAL.columns(), TerminalSize.USUAL.rows()));
        }
        PromptReader reader = new PromptReader(terminal, env.home().toString());
        PromptConsole console = PromptConsole.on(reader, env, isColored());
        try (LiveSession live = new LiveSession(console, far.map(Node.class::cast))) {
            signals.begin(signal -> end(signal, live, signals));
            signals.beforeEnd(() -> leave(reader, terminal));
            terminal.handle(Terminal.Signal.INT, signal -> signals.accept(StopSignal.INT));
            prepare(reader, console);
            live.watch();
            Completion completion = new Completion(CommandLineRunner.model(env, console), new KnownValues(env, live));
            reader.completeBy(completion, env.home().toString());
            String place = far.map(node -> " " + node.address()).orElse("");
            new Conversation(reader, console, live, new Lines(env, console, live, signals), place).hold();
        } finally {
            console.close();
            reader.close();
        }
        return ExitCode.OK;
    }

    private boolean isColored() {
        return color == ColorMode.ALWAYS
                || color == ColorMode.AUTO && env.variable("NO_COLOR").isEmpty();
    }

    private void prepare(PromptReader reader, PromptConsole console) {
        Path history = env.stateDirectory().resolve("history");
        try {
            Files.createDirectories(history.getParent());
            reader.setVariable(LineReader.HISTORY_FILE, history);
        } catch (IOException e) {
            console.say(Event.of(
                    EventKind.NOTE, "start", "no history is kept: cannot write " + history + ": " + Problem.reason(e)));
        }
    }

    // Ctrl-C is for the line that is typed, and gets here between two commands only.
    private static void end(StopSignal signal, LiveSession live, SessionSignals signals) {
        if (signal == StopSignal.INT && !live.isEnding()) {
            return;
        }
        if (!live.isEnding()) {
            live.end();
            live.close();
        }
        signals.endAtOnce(signal.exitCode());
    }

    /** Gives the terminal back as it was; gives up where nobody reads what is written to it. */
    private static void leave(PromptReader reader, Terminal terminal) {
        Thread leaving = new Thread(
                () -> {
                    reader.close();
                    try {
                        terminal.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "ezio-leaving");
        leaving.setDaemon(true);
        leaving.start();
        try {
            leaving.join(LEAVING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One line after another.
     *
     * @param place which daemon they are for: " 10.0.0.5:50051"; nothing for this machine
     */
    private record Conversation(
            PromptReader reader, PromptConsole console, LiveSession live, Lines lines, String place) {

        void hold() {
            console.say(Event.of(
                    EventKind.NOTE, "start", Version.line() + ": type help, or TAB for what there is; Ctrl-D ends"));
            ExitCode last = ExitCode.OK;
            boolean wasAsked = false;
            while (!live.isEnding()) {
                try {
                    String line = reader.readLine(prompt(last));
                    if (line.isBlank()) {
                        continue;
                    }
                    last = lines.run(lines.cut(line));
                    if (last != ExitCode.OK) {
                        console.say(Event.of(EventKind.NOTE, "end", "exit " + last.code() + " (" + last.id() + ")"));
                    }
                } catch (UserInterruptException e) {
                    last = ExitCode.OK;
                    wasAsked = false;
                    continue;
                } catch (EndOfFileException e) {
                    live.end();
                }
                wasAsked = mayEnd(wasAsked);
            }
        }

        /** Takes an end back, and asks, where jobs run and nobody was asked yet; returns whether somebody was. */
        private boolean mayEnd(boolean wasAsked) {
            List<Job> alive = live.jobs().alive();
            if (!live.isEnding() || alive.isEmpty()) {
                return false;
            }
            String titles = alive.stream()
                    .map(job -> "[" + job.number() + "] " + job.title())
                    .collect(Collectors.joining(", "));
            if (wasAsked) {
                console.say(Event.of(EventKind.STOPPING, "end", "stopping " + titles));
                return true;
            }
            live.stay();
            console.say(Event.of(
                    EventKind.NOTE,
                    "end",
                    (alive.size() == 1 ? "a job runs: " : alive.size() + " jobs run: ") + titles
                            + "\n  Ctrl-D or exit again stops "
                            + (alive.size() == 1 ? "it" : "them") + ", and ends"));
            return true;
        }

        private String prompt(ExitCode last) {
            int alive = live.jobs().alive().size();
            AttributedStringBuilder text = new AttributedStringBuilder().append("ezio" + place, AttributedStyle.BOLD);
            if (alive > 0) {
                text.append(" [" + alive + "]", AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN));
            }
            AttributedString end = new AttributedString(
                    "> ",
                    last == ExitCode.OK
                            ? AttributedStyle.DEFAULT
                            : AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
            return text.append(end).toAnsi(reader.getTerminal());
        }
    }
}
