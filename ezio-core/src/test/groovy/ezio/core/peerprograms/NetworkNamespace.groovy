package ezio.core.peerprograms

import java.util.concurrent.TimeUnit

/**
 * Another machine, as far as the network is concerned: a namespace of its own, joined to ours by a pair of virtual
 * Ethernet interfaces.
 */
class NetworkNamespace implements AutoCloseable {

    private static int count

    final String name
    /** The address at our end, and at theirs. */
    final InetAddress here
    final InetAddress there

    NetworkNamespace() {
        int number = nextNumber()
        // 15 characters are the most for an interface.
        def tag = "${ProcessHandle.current().pid() % 100_000}-$number"
        name = "ezio-$tag"
        // From a range for measurements inside of a network (RFC 2544), which nobody else uses.
        here = InetAddress.getByName("198.18.$number.1")
        there = InetAddress.getByName("198.18.$number.2")
        try {
            ip('netns', 'add', name)
            ip('link', 'add', "eza$tag", 'type', 'veth', 'peer', 'name', "ezb$tag", 'netns', name)
            ip('address', 'add', "${here.hostAddress}/24", 'dev', "eza$tag")
            ip('link', 'set', "eza$tag", 'up')
            ip('-n', name, 'link', 'set', 'lo', 'up')
            ip('-n', name, 'address', 'add', "${there.hostAddress}/24", 'dev', "ezb$tag")
            ip('-n', name, 'link', 'set', "ezb$tag", 'up')
        } catch (Throwable e) {
            close()
            throw e
        }
    }

    private static synchronized int nextNumber() {
        ++count % 250
    }

    /** Returns what to put before a command so that it runs there. */
    List<String> prefix() {
        ['ip', 'netns', 'exec', name]
    }

    private static void ip(String... arguments) {
        def process = new ProcessBuilder(['ip', *arguments]).redirectErrorStream(true).start()
        def output = process.inputStream.text
        assert process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0: "ip ${arguments.join(' ')}: $output"
    }

    /** The interfaces go with the namespace. */
    @Override
    void close() {
        ip('netns', 'del', name)
    }
}
