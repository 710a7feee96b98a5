package ezio.shell.command;

/**
 * A command that may run beside the prompt of a session: it gets the option {@code --background}, for which
 * {@link CommandRun} looks before the command runs.
 */
interface MayBeJob {}
