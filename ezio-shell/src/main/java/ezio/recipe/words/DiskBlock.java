package ezio.recipe.words;

import ezio.recipe.plan.ImageLocation;
import groovy.transform.NamedParam;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The words of {@code disk { }}. */
@Block(value = "disk", purpose = "the partitions of a disk that have images")
public final class DiskBlock {

    private final Draft draft;
    private final Path disk;
    private final Optional<String> node;

    DiskBlock(Draft draft, Path disk, Optional<String> node) {
        this.draft = draft;
        this.disk = disk;
        this.node = node;
    }

    @Word(
            value = "the image of a partition, by its number in the partition table",
            example = "partition 2, image: 'root', torrent: 'root.torrent'")
    public void partition(
            @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    @NamedParam(value = "usedBlocks", type = String.class)
                    Map<String, ?> given,
            int number) {
        Values values = new Values(draft, "partition", given);
        if (number < 1) {
            draft.mistake(
                    draft.places().ofArgument("partition", 0), "partitions are counted from 1, not from " + number);
        }
        draft.add(Images.of(values, new ImageLocation.Partition(disk, Math.max(1, number)), node));
    }

    @Word(
            value = "the image of all of the disk, with its partition table",
            example = "whole image: 'all', torrent: 'all.torrent'")
    public void whole(
            @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    Map<String, ?> given) {
        Values values = new Values(draft, "whole", given);
        draft.add(Images.of(values, new ImageLocation.Disk(disk), node));
    }
}
