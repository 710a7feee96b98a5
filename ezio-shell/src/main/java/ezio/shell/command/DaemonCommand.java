package ezio.shell.command;

import ezio.core.problem.ListenFailure;
import ezio.core.swarm.SwarmSettings;
import ezio.core.swarm.TransferWarmUp;
import ezio.daemon.Daemon;
import ezio.daemon.DaemonSettings;
import ezio.daemon.LogLevels;
import ezio.daemon.MetricsPage;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.verb.live.LiveNode;
import ezio.verb.live.Workplace;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ezio daemon}. */
@Command(
        name = "daemon",
        description = {
            "Runs a node that is told by calls (gRPC) what to do: EZIO's, so that its clients and Clonezilla work with it,"
                    + " and our own (ezio --daemon ADDRESS).",
            "It ends when a client says so, with 0; on SIGTERM with 0 too, unless an image is not complete: then with 143,"
                    + " and what has arrived is kept."
        })
final class DaemonCommand extends EzioCommand {

    private static final int STAND_SECONDS = 5;

    @Mixin
    private DaemonAccess access = new DaemonAccess();

    @Mixin
    private DaemonOptions options = new DaemonOptions();

    @Option(
            names = "--metrics",
            paramLabel = "ADDRESS:PORT",
            description = "show figures for Prometheus there, at /metrics; anybody who reaches it can read them")
    private String metrics;

    @Option(
            names = {"-v", "--version"},
            description = "print the version")
    private boolean version;

    DaemonCommand(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (version) {
            session().console().help(Version.line() + "\n");
            return ExitCode.OK;
        }
        logLevels().ifPresent(LogLevels::apply);
        Env env = session().env();
        SwarmSettings swarm = options.settings();
        DaemonSettings settings = access.settings(env, Version.number());
        Optional<InetSocketAddress> figures = Optional.ofNullable(metrics).map(DaemonAccess::address);
        session().onStopSay(() -> "stopping, telling the peers");
        DaemonReport report = new DaemonReport(session().console());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (LiveNode node = start(swarm)) {
            node.listen(report);
            try (Daemon daemon = Daemon.start(settings, node);
                    MetricsPage page = MetricsPage.start(figures, node)) {
                tellPorts(node, daemon, settings, page);
                var unusedWarmUp = TransferWarmUp.begin();
                var unused = timer.scheduleWithFixedDelay(
                        () -> report.stand(node), STAND_SECONDS, STAND_SECONDS, TimeUnit.SECONDS);
                daemon.awaitShutdown(session().cancel());
                if (!daemon.hasUnfinished()) {
                    session().signalIsNoFailure();
                }
            }
        } finally {
            timer.shutdownNow();
        }
        return ExitCode.OK;
    }

    private Optional<LogLevels> logLevels() {
        try {
            return session().env().variable("SPDLOG_LEVEL").map(LogLevels::parse);
        } catch (IllegalArgumentException e) {
            throw new UsageProblem("SPDLOG_LEVEL: " + e.getMessage(), null);
        }
    }

    private LiveNode start(SwarmSettings swarm) {
        Env env = session().env();
        Workplace place = Workplace.of(env.stateDirectory(), env.cacheDirectory());
        try {
            return LiveNode.start(swarm, place);
        } catch (ListenFailure e) {
            if (!options.isPortFree()) {
                throw e;
            }
            LiveNode node = LiveNode.start(swarm.withPort(0), place);
            session()
                    .note(
                            "listen",
                            "port " + DaemonOptions.USUAL_PORT + " is taken; peers are accepted on port "
                                    + node.port());
            return node;
        }
    }

    private void tellPorts(LiveNode node, Daemon daemon, DaemonSettings settings, MetricsPage page) {
        session()
                .console()
                .say(Event.of(EventKind.LISTENING, "listen", "peers are accepted on port " + node.port())
                        .with("port", node.port()));
        page.address().ifPresent(address -> session()
                .console()
                .say(Event.of(EventKind.LISTENING, "listen", "figures are at http://" + address + "/metrics")
                        .with("metrics", address)));
        String calls = HostPort.print(settings.listen().getAddress(), daemon.port());
        session()
                .console()
                .say(Event.of(EventKind.LISTENING, "listen", "calls are accepted at " + calls)
                        .with("calls", calls));
    }
}
