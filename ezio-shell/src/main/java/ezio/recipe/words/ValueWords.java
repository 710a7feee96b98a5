package ezio.recipe.words;

import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.recipe.plan.OnTimeout;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What documentation says about named values, {@code timeout:}; the same name means the same with every word. */
public final class ValueWords {

    private static final Map<String, String> SENTENCES = sentences();

    private ValueWords() {}

    private static Map<String, String> sentences() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("preset", "the value where the command line gives none; without it, the parameter has to be given");
        all.put("min", "the smallest allowed value");
        all.put("max", "the largest allowed value");
        all.put("matches", "a regular expression that the whole text has to match");
        all.put("from", "the allowed texts");
        all.put("image", "what steps call it");
        all.put("torrent", "its .torrent; `capture` and `createTorrent` write it, the others read it");
        all.put("usedBlocks", "a torrent.info that names the used blocks, for `createTorrent`");
        all.put("slices", "writes the slices, too, beside the torrent");
        all.put("port", "its port, 0 for any; 6969 by default");
        all.put("host", "how other machines call this one; its address in the network by default");
        all.put("upload", "sends no more than that");
        all.put("download", "fetches no more than that");
        all.put("slowStart", "sends 10 MiB/s at first, and 10 MiB/s more after each such time, up to 100 MiB/s");
        all.put("part", "its name in the directory: `sda2`");
        all.put("daemon", "HOST:PORT of its `ezio daemon`");
        all.put("on", "the node that does it");
        all.put("disk.on", "the node that has it");
        all.put("volume.on", "the node that has it");
        all.put("file.on", "the node that has it");
        all.put("slices.on", "the node that has it");
        all.put("clonezilla.on", "the node that has it");
        all.put("pieceSize", "16 KiB to 64 MiB, a power of two; by default, for about a thousand pieces");
        all.put("whole", "takes every block, used or not");
        all.put("allow", "refusals that do not count, by their ids: `['mounted-target']`");
        all.put("capture.allow", "refusals that do not count, by their ids: `['mounted-source']`");
        all.put("timeout", "fails when it is not done by then");
        all.put("onTimeout", "`carryOn`: the step counts as done after its timeout");
        all.put("uploads", "machines that are served at the same time");
        all.put("connections", "machines that may be connected");
        all.put("check", "hashes the image first in any case");
        all.put("trust", "hashes nothing first");
        all.put(
                "stopAfter",
                "leaves when `ratio=3`, `idle=90s`, `copies=24` or `time=1h` is reached; several with commas");
        all.put("create", "makes the image file where there is none, as large as the image needs");
        all.put("createSize", "makes the image file where there is none, of that size");
        all.put("recheck", "hashes what is there first, and fetches only what differs");
        all.put("fresh", "fetches everything, whatever is there");
        all.put("sequential", "fetches from the beginning to the end");
        all.put("atMost", "for so long");
        all.put("idle", "ends sooner, when nothing was sent for so long");
        all.put("arguments", "what the program is given");
        return Map.copyOf(all);
    }

    /**
     * Returns what {@code name:} means with {@code word}.
     *
     * @throws IllegalStateException if nobody has written it down
     */
    public static String sentence(String word, String name) {
        String sentence = SENTENCES.getOrDefault(word + "." + name, SENTENCES.get(name));
        if (sentence == null) {
            throw new IllegalStateException("no sentence for " + name + ": of " + word);
        }
        return sentence;
    }

    /** Returns every name that has a sentence, also those like "slices". */
    static Set<String> all() {
        return SENTENCES.keySet();
    }

    /** Returns what a value of a type is called: "a duration". */
    public static String kindOf(Class<?> type) {
        if (type == Duration.class) {
            return "a duration";
        } else if (type == ByteSize.class) {
            return "a size";
        } else if (type == Rate.class) {
            return "a rate";
        } else if (type == Integer.class || type == int.class) {
            return "a number";
        } else if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        } else if (type == List.class) {
            return "a list of texts";
        } else if (type == OnTimeout.class) {
            return "`carryOn`";
        }
        return "a text";
    }

    /** Returns how a value of a type is written; empty where that is plain. */
    public static String exampleOf(Class<?> type) {
        if (type == Duration.class) {
            return "10.minutes";
        } else if (type == ByteSize.class) {
            return "16.MiB";
        } else if (type == Rate.class) {
            return "100.MiB_s";
        } else if (type == List.class) {
            return "['a', 'b']";
        }
        return "";
    }
}
