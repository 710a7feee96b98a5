package ezio.shell.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * Sets levels and no appender, instead of logback's search for configuration files: nothing is logged until
 * {@link LogFile} opens a file. Found by logback as a service.
 */
public final class SilentStart extends ContextAwareBase implements Configurator {

    // Both report an error with a stack trace whenever a node is closed.
    private static final List<String> NOISY = List.of("bt.net.DataReceivingLoop", "bt.net.IncomingConnectionListener");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger("ezio").setLevel(Level.DEBUG);
        NOISY.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
