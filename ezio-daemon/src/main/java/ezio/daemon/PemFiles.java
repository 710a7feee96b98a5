package ezio.daemon;

import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** Looks at certificates and keys before they are used: what gRPC says of a bad one names no file. */
final class PemFiles {

    private PemFiles() {}

    /**
     * @throws DaemonProblem if it cannot be read, or has no certificate
     */
    static void checkCertificates(Path file) {
        byte[] content = read(file);
        try {
            var unused = SslContextBuilder.forClient()
                    .trustManager(new java.io.ByteArrayInputStream(content))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw DaemonProblem.bad(file + " holds no certificate in PEM", null);
        }
    }

    /**
     * @throws DaemonProblem if one cannot be read, or they are no certificate and its key
     */
    static void checkPair(Path certificate, Path key) {
        checkCertificates(certificate);
        byte[] keyContent = read(key);
        try {
            var unused = SslContextBuilder.forServer(
                            new java.io.ByteArrayInputStream(read(certificate)),
                            new java.io.ByteArrayInputStream(keyContent))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw DaemonProblem.bad(
                    key + " holds no key in PEM (PKCS #8, without a password)",
                    "\"openssl pkcs8 -topk8 -nocrypt -in KEY\" writes one");
        }
        if (!KeyMatch.mayMatch(read(certificate), keyContent)) {
            throw DaemonProblem.bad(key + " is not the key of " + certificate, null);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw DaemonProblem.bad("cannot read " + file + ": no such file", null);
        } catch (AccessDeniedException e) {
            throw DaemonProblem.bad("cannot read " + file + ": permission denied", null);
        } catch (IOException e) {
            throw DaemonProblem.bad("cannot read " + file + ": " + DaemonProblem.reason(e), null);
        }
    }
}
