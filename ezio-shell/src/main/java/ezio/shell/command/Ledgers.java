package ezio.shell.command;

import ezio.shell.env.Env;
import ezio.verb.HashLedger;
import java.time.Clock;

/** Where the record of hashed images is. */
final class Ledgers {

    private Ledgers() {}

    static HashLedger of(Env env) {
        return new HashLedger(env.stateDirectory().resolve("hashed"), Clock.systemUTC());
    }
}
