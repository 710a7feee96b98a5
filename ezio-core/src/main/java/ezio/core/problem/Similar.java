package ezio.core.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what somebody may have meant. */
public final class Similar {

    private Similar() {}

    /** Returns at most two of {@code candidates} that a slip or two away from {@code word}, the closest first. */
    public static List<String> to(String word, Collection<String> candidates) {
        int most = word.length() <= 4 ? 1 : word.length() <= 8 ? 2 : 3;
        return candidates.stream()
                .filter(candidate ->
                        distance(word, candidate) <= most || candidate.startsWith(word) && word.length() >= 3)
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .limit(2)
                .toList();
    }

    /** Counts letters to insert, drop, change, or swap with their neighbour. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
