package ezio.core.torrent

import ezio.core.extent.ExtentMap
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

import java.lang.management.ManagementFactory

/** An image of 100,000 extents is a torrent of 100,000 files. */
class LargeTorrentSpec extends Specification {

    static final int COUNT = 100_000

    @Shared
    TorrentSpec torrent = make()

    private static TorrentSpec make() {
        def extents = ExtentMap.builder()
        COUNT.times { extents.add(it * 1_000_000L, 4096L * (1 + it % 100)) }
        def map = extents.build()
        byte[] hashes = new byte[20 * PieceLength.count(map.totalBytes(), 16 << 20)]
        TorrentDraft.of('vg/root', map, 16 << 20, hashes).toSpec()
    }

    @Timeout(10)
    def "it is written and read back, extent for extent"() {
        when:
        def back = TorrentFiles.parse(TorrentFiles.encode(torrent), 'large.torrent')

        then:
        back.extents().count() == COUNT
        back.extents() == torrent.extents()
        back.infoHash() == torrent.infoHash()
    }

    def "reading it allocates less than 48 MiB in all, garbage and the copy of its 9 MiB included"() {
        given:
        byte[] bytes = TorrentFiles.encode(torrent)
        def threads = ManagementFactory.threadMXBean as com.sun.management.ThreadMXBean
        long before = threads.currentThreadAllocatedBytes

        when:
        TorrentFiles.parse(bytes, 'large.torrent')

        then:
        threads.currentThreadAllocatedBytes - before < 48L << 20
    }

    def "making it allocates less than 64 MiB in all"() {
        given:
        def draft = TorrentDraft.of('root', torrent.extents(), 16 << 20,
                new byte[20 * torrent.pieceCount()])
        def threads = ManagementFactory.threadMXBean as com.sun.management.ThreadMXBean
        long before = threads.currentThreadAllocatedBytes

        when:
        draft.toSpec()

        then:
        threads.currentThreadAllocatedBytes - before < 64L << 20
    }
}
