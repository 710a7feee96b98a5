package ezio.shell.demo;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to start another ezio like this one. */
final class Launch {

    private Launch() {}

    /** Returns the launcher that started this one, or the same JVM with the same flags and classes. */
    static List<String> command() {
        String launcher = System.getProperty("ezio.launcher");
        if (launcher != null) {
            return List.of(launcher);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "ezio.shell.Main"));
        return command;
    }
}
