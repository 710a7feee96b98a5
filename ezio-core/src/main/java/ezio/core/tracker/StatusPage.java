package ezio.core.tracker;

import ezio.core.torrent.InfoHash;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** What a person sees who opens the tracker in a browser. */
final class StatusPage {

    private StatusPage() {}

    static String print(Map<InfoHash, TorrentCounts> counts) {
        StringBuilder page = new StringBuilder("ezio tracker\n\n");
        if (counts.isEmpty()) {
            return page.append("no peer has announced itself yet\n").toString();
        }
        page.append(String.format(Locale.ROOT, "%-40s %7s %8s %10s%n", "TORRENT", "SEEDS", "LEECHES", "COMPLETED"));
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(InfoHash::hex)))
                .forEach(each -> page.append(String.format(
                        Locale.ROOT,
                        "%-40s %7d %8d %10d%n",
                        each.getKey(),
                        each.getValue().seeds(),
                        each.getValue().leeches(),
                        each.getValue().completed())));
        return page.toString();
    }
}
