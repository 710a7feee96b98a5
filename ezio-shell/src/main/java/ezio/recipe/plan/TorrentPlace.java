package ezio.recipe.plan;

import java.nio.file.Path;
import java.util.Optional;

/** Where the torrent of an image is: a file, or an address on a tracker. */
public sealed interface TorrentPlace {

    /** Returns it as messages name it. */
    String text();

    /** Returns the file; empty for an address. */
    Optional<Path> file();

    /** A file on the machine that runs the recipe; {@code capture} and {@code createTorrent} write it. */
    record File(Path path) implements TorrentPlace {
        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public Optional<Path> file() {
            return Optional.of(path);
        }
    }

    /**
     * One that is fetched when it is needed.
     *
     * @param url "http://HOST:PORT/torrents/root.torrent"
     */
    record Address(String url) implements TorrentPlace {
        @Override
        public String text() {
            return url;
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }
    }
}
