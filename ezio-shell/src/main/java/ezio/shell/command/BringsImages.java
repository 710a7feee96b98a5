package ezio.shell.command;

/** A command that puts images on the node of a session; what counts their peers waits until they are there. */
interface BringsImages extends MayBeJob {}
