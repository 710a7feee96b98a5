package ezio.shell.command;

import picocli.CommandLine.Option;

/** How many threads hash. */
final class ThreadsOption {

    @Option(names = "--threads", paramLabel = "N", description = "threads that hash; default: one for each core")
    private Integer threads;

    int count() {
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (threads < 1 || threads > 1024) {
            throw new UsageProblem("--threads: " + threads + " is not in 1 to 1024", null);
        }
        return threads;
    }
}
