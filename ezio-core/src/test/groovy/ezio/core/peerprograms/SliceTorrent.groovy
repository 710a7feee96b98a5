package ezio.core.peerprograms

import ezio.core.torrent.InfoHash
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest

/**
 * A small BT image, a directory of slices named by the hex offset of their extent, and its .torrent, which libtorrent
 * has made. The bytes depend on the seed alone.
 *
 * <pre>
 *   HOME/image/NAME/00000000000000000000000000000000   the slices: image is the save path of a client that seeds them
 *   HOME/NAME.torrent
 * </pre>
 */
class SliceTorrent {

    final String name
    final Path torrent
    final Path savePath
    final InfoHash infoHash

    private SliceTorrent(String name, Path torrent, Path savePath, InfoHash infoHash) {
        this.name = name
        this.torrent = torrent
        this.savePath = savePath
        this.infoHash = infoHash
    }

    /**
     * @param extents offset to length, in bytes
     * @param announceUrl may be null
     */
    static SliceTorrent create(Path home, String name, Map<Long, Integer> extents, int pieceBytes, String announceUrl) {
        def savePath = Files.createDirectories(home.resolve('image'))
        def slices = Files.createDirectories(savePath.resolve(name))
        def random = new Random(name.hashCode())
        extents.each { offset, length ->
            def bytes = new byte[length]
            random.nextBytes(bytes)
            Files.write(slices.resolve(String.format('%032x', offset as long)), bytes)
        }
        def torrent = home.resolve("${name}.torrent")
        def infoHash = LibtorrentPeer.createTorrent(home, slices, torrent, pieceBytes, announceUrl)
        new SliceTorrent(name, torrent, savePath, infoHash)
    }

    /** Returns the path of each slice below {@code path}, with the SHA-1 of its content. */
    static Map<String, String> hashes(Path path) {
        Files.walk(path).withCloseable { files ->
            files.filter { Files.isRegularFile(it) }.toList().collectEntries { file ->
                def sha1 = MessageDigest.getInstance('SHA-1').digest(Files.readAllBytes(file))
                [(path.relativize(file).toString()): HexFormat.of().formatHex(sha1)]
            }
        }
    }

    /** Returns the hashes of the slices as they were made. */
    Map<String, String> hashes() {
        hashes(savePath.resolve(name))
    }
}
