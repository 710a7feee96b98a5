package ezio.recipe.run;

import ezio.core.swarm.SwarmSettings;
import ezio.daemon.DaemonAddress;
import ezio.verb.live.Workplace;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is given beside its plan.
 *
 * @param swarm how the node uses the network and the machine
 * @param isPortFixed whether the port was asked for, and may not give way to another one
 * @param peers to connect to, beside those that trackers name
 * @param overwrite what the user has named to be overwritten
 * @param place where nodes keep what outlives them
 * @param stateDirectory where runs are recorded
 * @param trackerHost how other machines call this one; empty for its address in the network
 * @param creator what torrents name as their maker
 * @param threads that hash, 1 or more
 * @param daemons how the daemons of other machines are spoken to; its host and port mean nothing
 */
public record RunSettings(
        SwarmSettings swarm,
        boolean isPortFixed,
        List<InetSocketAddress> peers,
        Set<Path> overwrite,
        Workplace place,
        Path stateDirectory,
        Optional<String> trackerHost,
        String creator,
        int threads,
        DaemonAddress daemons) {

    public RunSettings {
        peers = List.copyOf(peers);
        overwrite = Set.copyOf(overwrite);
    }
}
