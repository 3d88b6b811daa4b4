package io.drumbeat.engine.gateway.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of callbacks. */
public final class Signatures {

    private static final String ALGORITHM = "HmacSHA256";

    private Signatures() {}

    /** HMAC-SHA256 of the bytes of {@code parts}, one behind the other, in lower-case hexadecimal digits. */
    public static String hmacSha256(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes(secret), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException everyJreHasIt) {
            throw new AssertionError(everyJreHasIt);
        }
    }

    /** Whether {@code header} says {@code sha256=} and the HMAC-SHA256 of the body with {@code secret}. */
    public static boolean signed(Callback callback, String header, String secret) {
        return callback.header(header)
                .filter(given -> same("sha256=" + hmacSha256(secret, callback.body()), given))
                .isPresent();
    }

    /** Whether they are the same, in a time that does not tell how far they agree. */
    public static boolean same(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
