package ezio.shell.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which interface to listen on. */
final class ListenOption {

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "an address of this machine to be reached at; default: all of them")
    private String listen;

    /** Returns the address; empty for all. */
    Optional<InetAddress> address() {
        if (listen == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(listen));
        } catch (UnknownHostException e) {
            throw new UsageProblem("--listen: \"" + listen + "\" is no address", "write it like 10.0.0.1");
        }
    }
}
