package ezio.core.torrent

import java.nio.charset.StandardCharsets

/**
 * Writes whatever a spec wants, also what no torrent may contain: numbers, strings (one byte for each character), byte
 * arrays, lists, and maps in the order given.
 */
class Bencode {

    static byte[] bytes(Object value) {
        def out = new ByteArrayOutputStream()
        put(out, value)
        out.toByteArray()
    }

    static byte[] latin(String text) {
        text.getBytes(StandardCharsets.ISO_8859_1)
    }

    private static void put(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Number -> out.writeBytes(latin("i${value}e"))
            case byte[] -> {
                out.writeBytes(latin("${(value as byte[]).length}:"))
                out.writeBytes(value as byte[])
            }
            case List -> {
                out.writeBytes(latin('l'))
                value.each { put(out, it) }
                out.writeBytes(latin('e'))
            }
            case Map -> {
                out.writeBytes(latin('d'))
                value.each { k, v -> put(out, k); put(out, v) }
                out.writeBytes(latin('e'))
            }
            default -> put(out, latin(value.toString()))
        }
    }
}
