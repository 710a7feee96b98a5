package ezio.verb.live;

import ezio.core.disk.TargetIdentity;
import ezio.core.disk.WriteMark;
import ezio.core.torrent.InfoHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an unfinished restore has put onto its target for certain: pieces that were written before the target was synced.
 *
 * <pre>
 *   ezio restore journal 1
 *   torrent: 40 hex digits        the info-hash
 *   pieces: N                     how many the torrent has
 *   target: …                     which disk, file or directory, as {@link TargetIdentity} says
 *   made: yes | no                whether the restore itself made the file or directory
 *   time: …                       when it was written, ISO 8601
 *   mark: …                       {@link WriteMark} after the last write; "none" while the restore goes on
 *   held: base64                  the pieces; piece 0 is the lowest bit of the first byte
 *   sum: 64 hex digits            SHA-256 of everything before this line
 * </pre>
 *
 * @param isOurs whether the restore made the target itself, so that nothing of others was ever there
 * @param mark after the last write; empty where the restore went on after that, or was cut off
 */
record RestoreJournal(
        InfoHash torrent,
        int pieceCount,
        TargetIdentity target,
        boolean isOurs,
        Instant time,
        Optional<WriteMark> mark,
        BitSet held) {

    private static final String HEAD = "ezio restore journal 1";
    private static final String NO_MARK = "none";
    private static final String SUM = "sum: ";

    RestoreJournal withMark(Optional<WriteMark> newMark) {
        return new RestoreJournal(torrent, pieceCount, target, isOurs, time, newMark, held);
    }

    String text() {
        String body = HEAD + "\ntorrent: " + torrent.hex() + "\npieces: " + pieceCount + "\ntarget: " + target.text()
                + "\nmade: " + (isOurs ? "yes" : "no") + "\ntime: " + time + "\nmark: "
                + mark.map(WriteMark::text).orElse(NO_MARK) + "\nheld: "
                + Base64.getEncoder().encodeToString(held.toByteArray()) + "\n";
        return body + SUM + sum(body) + "\n";
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @return empty if it is torn, was changed, or contradicts itself
     */
    static Optional<RestoreJournal> parse(String text) {
        int at = text.lastIndexOf("\n" + SUM) + 1;
        String body = text.substring(0, at);
        if (at == 0 || !body.startsWith(HEAD + "\n") || !text.substring(at).equals(SUM + sum(body) + "\n")) {
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>();
        body.lines().skip(1).forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        });
        try {
            String mark = values.get("mark");
            RestoreJournal journal = new RestoreJournal(
                    new InfoHash(values.get("torrent")),
                    Integer.parseInt(values.get("pieces")),
                    new TargetIdentity(values.get("target")),
                    values.get("made").equals("yes"),
                    Instant.parse(values.get("time")),
                    mark.equals(NO_MARK) ? Optional.empty() : Optional.of(new WriteMark(mark)),
                    BitSet.valueOf(Base64.getDecoder().decode(values.getOrDefault("held", ""))));
            return journal.held.length() <= journal.pieceCount ? Optional.of(journal) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String sum(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
