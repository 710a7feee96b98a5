package ezio.recipe.words;

import groovy.transform.NamedParam;
import ezio.recipe.plan.ImageLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The words of {@code savedDisk { }}. */
@Block(value = "savedDisk", purpose = "the partitions that a directory of Clonezilla's holds")
public final class SavedDiskBlock {

    private final Draft draft;
    private final Path directory;

    SavedDiskBlock(Draft draft, Path directory) {
        this.draft = draft;
        this.directory = directory;
    }

    @Word(
            value = "the image of a partition or logical volume, by the name in its files",
            example = "part 'sda2', image: 'root', torrent: 'root.torrent'")
    public void part(
            @NamedParam(value = "image", type = String.class, required = true)
                    @NamedParam(value = "torrent", type = String.class, required = true)
                    Map<String, ?> given,
            String name) {
        Values values = new Values(draft, "part", given);
        draft.add(Images.of(values, new ImageLocation.Saved(directory, name), Optional.empty()));
    }
}
