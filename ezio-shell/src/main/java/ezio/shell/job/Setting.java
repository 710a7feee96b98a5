package ezio.shell.job;

import ezio.core.swarm.Pacing;
import ezio.core.swarm.SwarmSettings;
import ezio.core.unit.ByteSize;
import ezio.core.unit.Rate;
import ezio.core.unit.TimeSpan;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be set for all seeds and restores of a session. The ids are those of the options. */
public enum Setting {
    UPLOAD_LIMIT("send no more than that, all images together", true),
    DOWNLOAD_LIMIT("fetch no more than that, all images together", true),
    SLOW_START_PERIOD("send little at first, and more after each period", true),
    PORT("where peers are accepted; 0 for any", false),
    LISTEN("the address of this machine to be reached at", false),
    CACHE_SIZE("memory for pieces", false),
    MAX_UPLOADS("peers of an image that are served at once", false),
    MAX_CONNECTIONS("peers of an image", false),
    HASHING_THREADS("threads that hash", false),
    AIO_THREADS("threads that wait for disks", false),
    LOCAL_DISCOVERY("ask the local network for peers too", false);

    private final String sentence;
    private final boolean isLive;

    Setting(String sentence, boolean isLive) {
        this.sentence = sentence;
        this.isLive = isLive;
    }

    /** Returns the name as it is written: "upload-limit". */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Setting> byId(String id) {
        return Arrays.stream(values()).filter(each -> each.id().equals(id)).findFirst();
    }

    /** Returns what it is, in a few words. */
    public String sentence() {
        return sentence;
    }

    /** Returns whether it can change while images are seeded. */
    public boolean isLive() {
        return isLive;
    }

    /** Returns its value in {@code settings}, in words. */
    public String print(SwarmSettings settings) {
        Pacing pacing = settings.pacing();
        return switch (this) {
            case UPLOAD_LIMIT -> rate(pacing.upload());
            case DOWNLOAD_LIMIT -> rate(pacing.download());
            case SLOW_START_PERIOD ->
                pacing.slowStartPeriod().isZero() ? "off" : TimeSpan.print(pacing.slowStartPeriod());
            case PORT -> String.valueOf(settings.port());
            case LISTEN ->
                settings.listenAddress().map(InetAddress::getHostAddress).orElse("all");
            case CACHE_SIZE -> ByteSize.print(settings.cacheBytes());
            case MAX_UPLOADS -> String.valueOf(settings.maxUploads());
            case MAX_CONNECTIONS -> String.valueOf(settings.maxConnections());
            case HASHING_THREADS -> String.valueOf(settings.hashingThreads());
            case AIO_THREADS -> String.valueOf(settings.ioThreads());
            case LOCAL_DISCOVERY -> settings.isLocalDiscoveryOn() ? "on" : "off";
        };
    }

    /**
     * Returns settings with another value.
     *
     * @throws IllegalArgumentException if {@code text} is none
     */
    SwarmSettings apply(SwarmSettings settings, String text) {
        Pacing pacing = settings.pacing();
        return switch (this) {
            case UPLOAD_LIMIT ->
                settings.withPacing(new Pacing(limit(text), pacing.download(), pacing.slowStartPeriod()));
            case DOWNLOAD_LIMIT ->
                settings.withPacing(new Pacing(pacing.upload(), limit(text), pacing.slowStartPeriod()));
            case SLOW_START_PERIOD ->
                settings.withPacing(new Pacing(
                        pacing.upload(), pacing.download(), text.equals("off") ? Duration.ZERO : TimeSpan.parse(text)));
            case PORT -> settings.withPort(number(text));
            case LISTEN -> settings.withListenAddress(address(text));
            case CACHE_SIZE -> settings.withCacheBytes(ByteSize.parse(text).bytes());
            case MAX_UPLOADS -> settings.withLimits(settings.maxConnections(), number(text));
            case MAX_CONNECTIONS -> settings.withLimits(number(text), settings.maxUploads());
            case HASHING_THREADS -> settings.withThreads(number(text), settings.ioThreads());
            case AIO_THREADS -> settings.withThreads(settings.hashingThreads(), number(text));
            case LOCAL_DISCOVERY -> settings.withLocalDiscovery(isOn(text));
        };
    }

    private static String rate(Rate rate) {
        return rate.equals(Rate.ZERO) ? "none" : rate.toString();
    }

    private static Rate limit(String text) {
        return text.equals("none") ? Rate.ZERO : Rate.parse(text);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
    }

    private static boolean isOn(String text) {
        if (!text.equals("on") && !text.equals("off")) {
            throw new IllegalArgumentException("\"" + text + "\" is neither on nor off");
        }
        return text.equals("on");
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no address", e);
        }
    }
}
