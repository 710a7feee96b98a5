package ezio.daemon;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a key is that of a certificate: with another one every handshake would fail, and nobody would say why. */
final class KeyMatch {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private KeyMatch() {}

    /**
     * Compares by signing something.
     *
     * @param certificate PEM; the first one counts
     * @param key PEM
     * @return false only where they are known to differ: of kinds that are not known here, nothing is said
     */
    static boolean mayMatch(byte[] certificate, byte[] key) {
        Matcher pem = PKCS8.matcher(new String(key, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            return true;
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        try {
            PublicKey open = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate))
                    .getPublicKey();
            Optional<String> algorithm = Optional.ofNullable(SIGNATURES.get(open.getAlgorithm()));
            return algorithm.isEmpty() || verifies(open, spec, algorithm.get());
        } catch (GeneralSecurityException e) {
            // An RSA key beside an EC certificate, for one.
            return false;
        }
    }

    private static boolean verifies(PublicKey open, PKCS8EncodedKeySpec spec, String algorithm)
            throws GeneralSecurityException {
        PrivateKey secret = KeyFactory.getInstance(open.getAlgorithm()).generatePrivate(spec);
        byte[] text = "ezio".getBytes(StandardCharsets.UTF_8);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(text);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(open);
        checking.update(text);
        return checking.verify(signing.sign());
    }
}
