package ezio.core.peerprograms

import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Certificates that openssl makes: of authorities, and what they have signed. */
class Certificates {

    final Path directory

    Certificates(Path directory) {
        this.directory = directory
    }

    /** Makes an authority; returns its certificate. */
    Path authority(String name) {
        openssl(name, '-addext', 'basicConstraints=critical,CA:TRUE')
    }

    /** Makes a certificate for 127.0.0.1, signed by an authority. */
    Path signed(String name, String authority) {
        openssl(name, '-CA', "${authority}.pem", '-CAkey', "${authority}.key", '-addext', 'subjectAltName=IP:127.0.0.1',
                '-addext', 'basicConstraints=CA:FALSE')
    }

    Path key(String name) {
        directory.resolve("${name}.key")
    }

    private Path openssl(String name, String... options) {
        def words = ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
                     '-subj', "/CN=$name", '-keyout', "${name}.key", '-out', "${name}.pem", *options]*.toString()
        def process = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0: said
        directory.resolve("${name}.pem")
    }
}
