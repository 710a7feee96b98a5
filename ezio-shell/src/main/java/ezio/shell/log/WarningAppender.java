package ezio.shell.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Set;
import java.util.function.Consumer;

/** Hands on what is a warning or worse, once where it comes again and again. */
final class WarningAppender extends AppenderBase<ILoggingEvent> {

    // What these warn of, the user is told of anyway: as an alert, or as what a command ended with.
    private static final Set<String> TOLD_ELSEWHERE = Set.of(
            "ezio.core.swarm.Announcer",
            "ezio.core.swarm.Conversations",
            "ezio.core.swarm.Session",
            "ezio.shell.command.CommandRun");

    private final Consumer<String> listener;
    private String last = "";

    WarningAppender(Consumer<String> listener) {
        this.listener = listener;
    }

    // Called with the appender's lock held.
    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN) || TOLD_ELSEWHERE.contains(event.getLoggerName())) {
            return;
        }
        String text = event.getFormattedMessage();
        if (event.getThrowableProxy() != null && event.getThrowableProxy().getMessage() != null) {
            text += ": " + event.getThrowableProxy().getMessage();
        }
        if (!text.equals(last)) {
            last = text;
            listener.accept(text);
        }
    }
}
