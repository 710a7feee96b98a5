package ezio.recipe.plan

import ezio.core.swarm.Pacing
import ezio.core.swarm.StopRule
import ezio.verb.live.Doubt
import java.nio.file.Path
import java.time.Duration

/** Plans for specs, in few words; each noun and step has a line of its own, in the order in which it was made. */
class Plans {

    private int line = 0
    List<PlannedTracker> trackers = []
    List<PlannedNode> nodes = []
    List<PlannedImage> images = []
    Pacing pacing = Pacing.NONE

    Place place() {
        new Place('lab.groovy', ++line, 5)
    }

    PlannedNode node(String name, String daemon = null) {
        def node = new PlannedNode(name, place(), Optional.ofNullable(daemon))
        nodes << node
        node
    }

    PlannedImage image(Map more = [:], String name, ImageLocation location) {
        def torrent = more.torrent ?: "${name}.torrent"
        def image = new PlannedImage(name, place(), Optional.ofNullable(more.on as String), location,
                torrent.toString().startsWith('http') ? new TorrentPlace.Address(torrent.toString())
                        : new TorrentPlace.File(Path.of(torrent.toString())),
                Optional.ofNullable(more.usedBlocks).map { Path.of(it.toString()) })
        images << image
        image
    }

    static ImageLocation partition(String disk, int number) {
        new ImageLocation.Partition(Path.of(disk), number)
    }

    static ImageLocation file(Object path) {
        new ImageLocation.File(Path.of(path.toString()))
    }

    private static Optional<String> on(Map more) {
        Optional.ofNullable(more.on as String)
    }

    private static TimeLimit limit(Map more, TimeLimit preset) {
        def limit = more.timeout ? preset.withMost(more.timeout as Duration) : preset
        more.carryOn ? limit.with(OnTimeout.CARRY_ON) : limit
    }

    Step capture(Map more = [:], String image) {
        new CaptureStep(place(), on(more), image, Optional.empty(), !!more.whole, !!more.slices, [] as Set, limit(more, TimeLimit.IMAGE))
    }

    Step createTorrent(Map more = [:], String image) {
        new CreateTorrentStep(place(), on(more), image, Optional.ofNullable(more.pieceSize), limit(more, TimeLimit.IMAGE))
    }

    Step seed(Map more = [:], String image) {
        new SeedStep(place(), on(more), image, more.uploads ? OptionalInt.of(more.uploads) : OptionalInt.empty(),
                OptionalInt.empty(), more.doubt ?: Doubt.AS_KNOWN, StopRule.NEVER, limit(more, TimeLimit.IMAGE))
    }

    Step restore(Map more = [:], String image) {
        new RestoreStep(place(), on(more), image, !!more.create, Optional.empty(), !!more.recheck, !!more.fresh, false,
                OptionalInt.empty(), OptionalInt.empty(), [] as Set, limit(more, TimeLimit.IMAGE))
    }

    Step verify(Map more = [:], String image) {
        new VerifyStep(place(), on(more), image, limit(more, TimeLimit.IMAGE))
    }

    Step waitForPeers(Map more = [:], int count) {
        new WaitForPeersStep(place(), on(more), count, limit(more, TimeLimit.PEERS))
    }

    Step waitForCopies(Map more = [:], int count) {
        new WaitForCopiesStep(place(), on(more), count, limit(more, TimeLimit.COPIES))
    }

    Step stopSeeding(Map more = [:]) {
        new StopSeedingStep(place(), on(more), Optional.ofNullable(more.image as String))
    }

    Step keepSeeding(Map more = [:], Duration atMost) {
        new KeepSeedingStep(place(), on(more), atMost, Optional.ofNullable(more.idle as Duration))
    }

    Step together(Step... steps) {
        new TogetherStep(place(), steps as List)
    }

    Step run(Map more = [:], String... command) {
        new RunStep(place(), command as List, limit(more, TimeLimit.COMMAND))
    }

    Step message(String text) {
        new MessageStep(place(), text)
    }

    Plan plan(List<Step> steps, List<Step> onFailure = null) {
        new Plan('lab', new Place('lab.groovy', 1, 1), Path.of('lab.groovy'), pacing, trackers, nodes, images, steps,
                Optional.ofNullable(onFailure).map { new FailurePlan(place(), it) }, [machines: '24'])
    }
}
