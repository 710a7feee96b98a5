package ezio.shell.command;

import ezio.core.torrent.TorrentSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Torrents and where their images are: TORRENT PATH, any number of times. */
final class Pairs {

    /**
     * One of them.
     *
     * @param torrentText as it was given
     */
    record Pair(String torrentText, TorrentSpec torrent, Path path) {}

    @Parameters(
            paramLabel = "TORRENT PATH",
            arity = "2..*",
            description = "a .torrent (file or http:// address), and its device, image file or directory of slices;"
                    + " several such pairs")
    private List<String> words = List.of();

    /** Reads the torrents; blocks while one is fetched. */
    List<Pair> load(Session session) {
        if (words.size() % 2 == 1) {
            throw new UsageProblem(
                    "\"" + words.get(words.size() - 1) + "\" has no counterpart",
                    "arguments come in pairs: TORRENT PATH, TORRENT PATH");
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < words.size(); i += 2) {
            TorrentSpec torrent = TorrentLoader.load(session, words.get(i));
            for (Pair before : pairs) {
                if (before.torrent.infoHash().equals(torrent.infoHash())) {
                    throw new UsageProblem(
                            words.get(i) + " is the same image as " + before.torrentText,
                            "one node takes part in a swarm once");
                }
            }
            pairs.add(new Pair(words.get(i), torrent, session.imagePath(words.get(i + 1))));
        }
        return pairs;
    }
}
