package ezio.daemon;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Takes what gRPC logs, with stack traces on standard error by default, to our log. */
final class GrpcLog extends Handler {

    // java.util.logging forgets loggers that nobody holds, and their handlers with them.
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        GRPC.setUseParentHandlers(false);
        GRPC.addHandler(new GrpcLog());
    }

    private GrpcLog() {}

    /** Takes it from the first call on. */
    static void begin() {
        // The work is done when the class is loaded, once.
    }

    @Override
    public void publish(LogRecord line) {
        org.slf4j.Logger log =
                LoggerFactory.getLogger(line.getLoggerName() == null ? GRPC.getName() : line.getLoggerName());
        // Warnings are about what a caller is told anyway, in our words.
        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.warn("{}", line.getMessage(), line.getThrown());
        } else if (line.getLevel().intValue() >= Level.INFO.intValue()) {
            log.info("{}", line.getMessage(), line.getThrown());
        } else {
            log.debug("{}", line.getMessage(), line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
