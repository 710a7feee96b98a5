package ezio.shell.console;

import java.util.Locale;

/** What an {@link Event} tells. The ids are public: scripts read them in JSON lines. */
public enum EventKind {
    NOTE("something the user should know; nothing is wrong"),
    WARNING("something may not be as intended; the work goes on"),
    PROGRESS("how far a step is"),
    LISTENING("a port was opened: for peers, or for the tracker"),
    TORRENT_CREATED("a .torrent was written"),
    TORRENT_CHANGED("the trackers of a .torrent were changed"),
    TORRENT("what a .torrent says"),
    IMAGE("what the image of a partition says"),
    SAVED_DISK("what a directory of Clonezilla's holds"),
    IMAGE_CHECKED("an image of a partition was read whole, and its checksums are right"),
    CAPTURED("a device was captured: its .torrent and torrent.info were written"),
    SKIPPED("a partition of a disk that is captured was left out, and why"),
    IMAGE_CREATED("an image of a partition was written"),
    IMAGE_CACHE("the unpacked images in the image cache, or what was removed of them"),
    DISKS("the disks of this machine"),
    SEEDING("an image is offered to peers"),
    RESTORING("an image is being fetched"),
    COMPLETE("an image is verified, written and synced"),
    FAILED("a transfer ended by a problem; the image is not complete"),
    STOPPING("the work was asked to stop"),
    STOPPED("a transfer has ended, and why"),
    VERIFIED("every piece of an image is what its torrent says"),
    MISMATCH("pieces of an image are not what its torrent says"),
    JOB("a job of a session began, stands still or has ended"),
    JOBS("the jobs of a session"),
    PEERS("the peers of the images of a session"),
    STATUS("how the images of a session stand"),
    ALERT("something happened to an image of a session, or to one of its peers"),
    ALERTS("what has happened in a session"),
    WAITED("what was waited for is there"),
    SETTINGS("the settings, their values, and where these came from"),
    VALUE("what an expression has come to"),
    DEMO("a step of the demo was done"),
    DEMO_TARGET("how one target of the demo did"),
    DEMO_SUMMARY("how the demo went"),
    RECIPE_MISTAKE("something is wrong with a recipe, and where"),
    RECIPE_CHECKED("a recipe has no mistakes"),
    PLAN("what a recipe would do"),
    WORDS("the words of recipes"),
    RUN_STARTED("a recipe begins to run"),
    STEP_STARTED("a step of a recipe begins; \"step\" is its number in the plan, here and in all that follows"),
    STEP_NOTE("something the user should know of a step"),
    STEP_DONE("a step is done"),
    STEP_SKIPPED("a step was done by an earlier run, and nothing has changed since"),
    STEP_TIMED_OUT("the time of a step was over, and the recipe carries on"),
    STEP_FAILED("a step has failed"),
    STEP_CANCELLED("a step was stopped, because another one failed or the run was stopped"),
    MESSAGE("what a recipe says to its user"),
    ON_FAILURE("what a recipe wants to be done after a failure begins"),
    RUN_ENDED("a recipe has ended, and how"),
    ERROR("a command could not do its work"),
    BUG("an exception that nobody expected");

    private final String meaning;

    EventKind(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the id as JSON has it: "torrent-created". */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String meaning() {
        return meaning;
    }
}
