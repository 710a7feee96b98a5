package ezio.shell.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The file that log lines of this process go to, from {@link #open} to {@link #close}. Five files of 10 MB are kept. */
public final class LogFile implements AutoCloseable {

    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{24}: %msg%n";

    // slf4j hands out loggers that forget everything to a second thread that comes while it starts: open waits for it.
    private static final FutureTask<ILoggerFactory> START = new FutureTask<>(LogFile::start);

    private final LoggerContext context;
    private final RollingFileAppender<ILoggingEvent> appender;
    private final List<Appender<ILoggingEvent>> listeners = new CopyOnWriteArrayList<>();

    private LogFile(LoggerContext context, RollingFileAppender<ILoggingEvent> appender) {
        this.context = context;
        this.appender = appender;
    }

    /**
     * Appends to {@code path}; makes its directory if need be.
     *
     * @throws IOException if the file cannot be written; nothing is logged then, and nothing else is wrong
     */
    public static LogFile open(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        // logback would report a file that it cannot open on its own channel only.
        Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                .close();
        START.run();
        ILoggerFactory factory = started();
        if (!(factory instanceof LoggerContext context)) {
            throw new IOException("the log goes to " + factory.getClass().getName());
        }
        RollingFileAppender<ILoggingEvent> appender = appender(context, path);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        return new LogFile(context, appender);
    }

    /** Begins to load what {@link #open} needs, on a thread of its own: that takes as long as to read a command line. */
    public static void prepare() {
        Thread thread = new Thread(START, "ezio-log-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static ILoggerFactory start() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            encoder(context).stop();
        }
        return factory;
    }

    private static ILoggerFactory started() throws IOException {
        try {
            return START.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        return encoder;
    }

    private static RollingFileAppender<ILoggingEvent> appender(LoggerContext context, Path path) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(path.toString());
        appender.setFile(path.toString());

        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(path + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(4);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(10 * FileSize.MB_COEFFICIENT));
        size.start();

        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(size);
        appender.setEncoder(encoder(context));
        return appender;
    }

    /**
     * Gives lines of level WARN and above, without time and stack, to {@code listener} too, but for those that a user is
     * told of in other words. It is called by whoever logs, with locks that are none of its own: it must not wait.
     */
    public void tellWarnings(Consumer<String> listener) {
        Appender<ILoggingEvent> telling = new WarningAppender(listener);
        telling.setContext(context);
        telling.start();
        listeners.add(telling);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(telling);
    }

    @Override
    public void close() {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        listeners.forEach(root::detachAppender);
        root.detachAppender(appender);
        appender.stop();
    }
}
