package ezio.core.tracker;

import ezio.core.torrent.InfoHash;

/**
 * A request that gets no answer but a reason: the {@code failure reason} of the protocol, which clients show to their
 * users. Not a {@link ezio.core.problem.Problem}: it is the other machine's, and this one goes on.
 */
final class Refused extends Exception {

    private static final long serialVersionUID = 1;

    private Refused(String reason) {
        // A hostile client causes these at its own rate: no stack trace.
        super(reason, null, false, false);
    }

    static Refused missing(String parameter) {
        return new Refused(parameter + " is missing");
    }

    static Refused wrongLength(String parameter, int bytes) {
        return new Refused(parameter + " must be 20 bytes, got " + bytes);
    }

    static Refused badEncoding(String parameter) {
        return new Refused(parameter + " is not percent-encoded");
    }

    static Refused badNumber(String parameter, String range) {
        return new Refused(parameter + " is not a number of " + range);
    }

    static Refused badEvent() {
        return new Refused("event is none of started, stopped, completed");
    }

    static Refused badAddress() {
        return new Refused("ip is not an IPv4 or IPv6 address");
    }

    static Refused tooLong(int maxCharacters) {
        return new Refused("the request is longer than " + maxCharacters + " characters");
    }

    static Refused notServed(InfoHash infoHash) {
        return new Refused("this tracker does not serve torrent " + infoHash);
    }

    static Refused tooManyTorrents(int limit) {
        return new Refused("this tracker is full, it holds " + limit + " torrents");
    }

    static Refused tooManyPeers(int limit) {
        return new Refused("this tracker is full, it holds " + limit + " peers");
    }

    static Refused tooManyPeers(InfoHash infoHash, int limit) {
        return new Refused("torrent " + infoHash + " is full, it has " + limit + " peers");
    }
}
