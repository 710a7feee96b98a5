package ezio.core.disk;

import ezio.core.problem.Problem;

/** A program that is needed is not on this system. */
public final class MissingProgram extends Problem {

    private static final long serialVersionUID = 1;

    private final String program;

    private MissingProgram(String program, String message, String remedy) {
        super(Kind.INPUT, message, remedy);
        this.program = program;
    }

    /** Says which of Debian's packages has it. */
    public static MissingProgram ofPackage(String program, String debianPackage) {
        return new MissingProgram(
                program, program + " is not installed", "on Debian: apt-get install " + debianPackage);
    }

    /** Says what to do where none of Debian's packages has it. */
    public static MissingProgram withRemedy(String program, String remedy) {
        return new MissingProgram(program, program + " is not installed", remedy);
    }

    /** Returns the name of the program: "partclone.ntfs". */
    public String program() {
        return program;
    }
}
