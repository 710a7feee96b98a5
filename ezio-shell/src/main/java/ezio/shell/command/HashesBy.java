package ezio.shell.command;

/** Who hashes what is captured. */
enum HashesBy {
    EZIO,
    PARTCLONE
}
