package ezio.shell.command;

import ezio.core.problem.Similar;
import ezio.shell.env.ExitCode;
import ezio.shell.job.LiveSession;
import ezio.shell.job.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code set}, in a session. */
@Command(
        name = "set",
        description = "In a session: changes a setting for all seeds and restores, at once where that is possible."
                + " \"settings\" lists them.")
final class SetCommand extends EzioCommand {

    @Parameters(index = "0", paramLabel = "SETTING", description = "its name, as in the list of settings")
    private String name;

    @Parameters(index = "1", paramLabel = "VALUE", description = "its value: 50MiB/s, none, on, 7000")
    private String value;

    SetCommand(Session session) {
        super(session);
    }

    @Override
    boolean isForDaemons() {
        return true;
    }

    @Override
    ExitCode run() {
        LiveSession live = session().needLive("set");
        Setting setting = Setting.byId(name).orElseThrow(() -> unknown(name));
        try {
            live.change(setting, value);
        } catch (IllegalArgumentException e) {
            throw new UsageProblem(setting.id() + ": " + e.getMessage(), null);
        }
        session().note("set", setting.id() + " is " + setting.print(live.swarm()) + " from now on");
        return ExitCode.OK;
    }

    private static UsageProblem unknown(String name) {
        List<String> ids = Arrays.stream(Setting.values()).map(Setting::id).toList();
        List<String> similar = Similar.to(name, ids);
        return new UsageProblem(
                "there is no setting \"" + name + "\""
                        + (similar.isEmpty() ? "" : ", did you mean " + String.join(" or ", similar) + "?"),
                "there are " + ids.stream().collect(Collectors.joining(", ")));
    }
}
