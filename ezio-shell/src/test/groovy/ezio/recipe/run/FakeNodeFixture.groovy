package ezio.recipe.run

import ezio.core.problem.Problem
import ezio.core.progress.Progress
import ezio.core.torrent.InfoHash
import ezio.core.unit.Rate
import ezio.recipe.plan.CaptureStep
import ezio.recipe.plan.CreateTorrentStep
import ezio.recipe.plan.PlannedImage
import ezio.recipe.plan.RestoreStep
import ezio.recipe.plan.SeedStep
import ezio.recipe.plan.VerifyStep
import ezio.verb.live.Resumption
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentLinkedQueue

/** A node that does nothing, and tells what it was asked for; what a step becomes is set by its image's name. */
class FakeNodeFixture implements RecipeNode {

    /** An image that stands as a spec says. */
    static class FakeOffer implements Offer {
        final String imageName
        final InfoHash infoHash
        volatile OfferStatus.State state = OfferStatus.State.COMPLETE
        volatile Problem failure
        volatile List<PeerView> peers = []
        volatile Duration sinceLastUpload
        volatile String stopReason

        FakeOffer(String imageName) {
            this.imageName = imageName
            this.infoHash = new InfoHash(String.format('%040x', imageName.hashCode() & 0xffffffL))
        }

        @Override
        String imageName() { imageName }

        @Override
        InfoHash infoHash() { infoHash }

        @Override
        Path path() { Path.of('/dev', imageName) }

        @Override
        long totalBytes() { 1000 }

        @Override
        Optional<Resumption> resumption() { Optional.empty() }

        @Override
        OfferStatus status() {
            new OfferStatus(failure ? OfferStatus.State.FAILED : state,
                    new Progress(imageName, state == OfferStatus.State.UNDER_WAY ? 640 : 1000, 1000, Rate.ZERO, Optional.empty()),
                    5000, 0, Optional.ofNullable(sinceLastUpload), peers, Optional.empty(), Optional.ofNullable(failure))
        }

        @Override
        void stop(String reason) {
            stopReason = stopReason ?: reason
        }
    }

    final Queue<String> calls = new ConcurrentLinkedQueue<>()
    final Map<String, FakeOffer> offers = new ConcurrentHashMap<>()
    final Map<String, Closure> work = new ConcurrentHashMap<>()
    boolean nothingHasChanged = true
    volatile boolean isClosed

    FakeOffer offer(String name) {
        offers.computeIfAbsent(name) { new FakeOffer(it) }
    }

    private void call(String word, PlannedImage image, StepWork step) {
        calls << ("$word ${image.name()}".toString())
        work.get(image.name())?.call(step)
    }

    @Override
    void capture(CaptureStep step, PlannedImage image, StepWork work) {
        call('capture', image, work)
        work.proved(new Evidence(offer(image.name()).infoHash, image.path()))
    }

    @Override
    void createTorrent(CreateTorrentStep step, PlannedImage image, StepWork work) {
        call('createTorrent', image, work)
        work.proved(new Evidence(offer(image.name()).infoHash, image.path()))
    }

    @Override
    Offer seed(SeedStep step, PlannedImage image, StepWork work) {
        call('seed', image, work)
        offer(image.name())
    }

    @Override
    Offer restore(RestoreStep step, PlannedImage image, StepWork work) {
        call('restore', image, work)
        offer(image.name())
    }

    @Override
    void verify(VerifyStep step, PlannedImage image, StepWork work) {
        call('verify', image, work)
        work.proved(new Evidence(offer(image.name()).infoHash, image.path()))
    }

    @Override
    Optional<Offer> offerAgain(RestoreStep step, PlannedImage image, Evidence evidence, StepWork work) {
        nothingHasChanged ? Optional.of(offer(image.name()) as Offer) : Optional.<Offer> empty()
    }

    @Override
    boolean isStillSo(PlannedImage image, Evidence evidence) {
        nothingHasChanged
    }

    @Override
    void close() {
        isClosed = true
    }
}
