package ezio.shell.job;

import ezio.core.problem.Problem;

/** A job was asked for something that it cannot do, or that is not there. */
public final class JobProblem extends Problem {

    private static final long serialVersionUID = 1;

    private JobProblem(String message, String remedy) {
        super(Kind.USAGE, message, remedy);
    }

    static JobProblem missing(String label) {
        return new JobProblem("there is no job " + label, "\"jobs\" lists them");
    }

    static JobProblem ambiguous(String label) {
        return new JobProblem(
                "several images are called " + label, "name one by its info-hash; \"status --json\" has it");
    }

    static JobProblem over(Job job) {
        return new JobProblem("job " + job.number() + " has ended already", "\"jobs\" lists those that run");
    }

    static JobProblem cannotPause(Job job) {
        return new JobProblem(
                "job " + job.number() + " cannot stand still: " + job.title(), "seeds and restores can be paused");
    }
}
