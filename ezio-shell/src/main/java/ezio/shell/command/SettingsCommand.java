package ezio.shell.command;

import ezio.core.swarm.SwarmSettings;
import ezio.shell.console.Event;
import ezio.shell.console.EventKind;
import ezio.shell.console.Table;
import ezio.shell.env.Env;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import ezio.shell.job.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code ezio settings}. */
@Command(name = "settings", description = "Lists each setting, its value, and where that came from.")
final class SettingsCommand extends EzioCommand {

    private record Row(String name, String value, String from, String sentence) {}

    SettingsCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        List<Row> rows = new ArrayList<>();
        Optional<LiveSession> live = session().live();
        SwarmSettings swarm = live.map(LiveSession::swarm)
                .orElseGet(() -> SwarmSettings.defaults().withPort(LiveSession.USUAL_PORT));
        for (Setting setting : Setting.values()) {
            String origin = live.map(each -> each.originOf(setting)).orElse("default");
            rows.add(new Row(setting.id(), setting.print(swarm), origin, setting.sentence()));
        }
        if (session().daemon().isEmpty()) {
            rows.addAll(places(session().env()));
        }
        Table table = new Table("SETTING", "VALUE", "FROM", "WHAT IT IS");
        rows.forEach(row -> table.add(row.name, row.value, row.from, row.sentence));
        session()
                .console()
                .result(Event.of(EventKind.SETTINGS, "settings", table.text())
                        .with(
                                "settings",
                                rows.stream()
                                        .map(row -> Map.of("name", row.name, "value", row.value, "from", row.from))
                                        .toList()));
        return ExitCode.OK;
    }

    private static List<Row> places(Env env) {
        String state = env.variable("XDG_STATE_HOME").isPresent() ? "XDG_STATE_HOME" : "default";
        String cache = env.variable("XDG_CACHE_HOME").isPresent() ? "XDG_CACHE_HOME" : "default";
        return List.of(
                new Row("log-file", env.stateDirectory().resolve("ezio.log").toString(), state, "where the log goes"),
                new Row("history", env.stateDirectory().resolve("history").toString(), state, "the lines of the shell"),
                new Row(
                        "hashed",
                        env.stateDirectory().resolve("hashed").toString(),
                        state,
                        "which images were hashed, and when"),
                new Row(
                        "cache-dir",
                        env.cacheDirectory().resolve("images").toString(),
                        cache,
                        "where packed images are unpacked to"),
                new Row(
                        "color",
                        env.variable("NO_COLOR").isPresent() ? "never" : "auto",
                        env.variable("NO_COLOR").isPresent() ? "NO_COLOR" : "default",
                        "colours on a terminal"));
    }
}
