package ezio.partclone

import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.util.concurrent.TimeUnit

/** Runs the tools of the system that specs compare with. A tool that is missing or fails fails the spec. */
class Tools {

    /** Runs a command that reads {@code input}, and returns its standard output. */
    static byte[] pipe(byte[] input, List<?> command) {
        def words = command*.toString()
        def errors = Files.createTempFile('ezio', '.err')
        try {
            def process = new ProcessBuilder(words).redirectError(errors.toFile()).start()
            def feeder = Thread.start {
                try (def out = process.outputStream) {
                    out.write(input)
                } catch (IOException ignored) {
                    // It ended without reading all; its exit code tells whether that matters.
                }
            }
            def output = process.inputStream.readAllBytes()
            feeder.join()
            assert process.waitFor(60, TimeUnit.SECONDS)
            assert process.exitValue() == 0: "$words: ${Files.readString(errors)}"
            output
        } finally {
            Files.delete(errors)
        }
    }

    /** Runs a command and returns its standard output. */
    static byte[] run(Object... command) {
        pipe(new byte[0], command as List)
    }

    /** Runs {@code split} as Clonezilla does: FILE.aa, FILE.ab … beside {@code file}, which is removed. */
    static void split(Path file, int volumeBytes) {
        run('split', '-a', '2', '-b', volumeBytes, file, "${file}.")
        Files.delete(file)
    }

    /** Tells bytes in a few characters: Spock would print each of them where a condition does not hold. */
    static String digest(Closure<byte[]> bytes) {
        byte[] all = bytes()
        "${all.length} bytes, ${HexFormat.of().formatHex(MessageDigest.getInstance('SHA-1').digest(all))}"
    }

    /** Returns bytes that look like those of a file system: some random, some repeated, some zero. */
    static byte[] content(int length, long seed = 1) {
        byte[] bytes = new byte[length]
        def random = new Random(seed)
        for (int at = 0; at < length; at += 4096) {
            int end = Math.min(length, at + 4096)
            switch (random.nextInt(3)) {
                case 0 ->
                    Arrays.fill(bytes, at, end, (byte) 0)
                case 1 ->
                    Arrays.fill(bytes, at, end, (byte) random.nextInt())
                default -> {
                    byte[] block = new byte[end - at]
                    random.nextBytes(block)
                    System.arraycopy(block, 0, bytes, at, block.length)
                }
            }
        }
        bytes
    }
}
