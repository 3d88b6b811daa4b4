package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What callbacks promise whose signature is {@code sha256=} and the HMAC of their raw body. */
public abstract class SignedBodyContract extends CallbacksContract {

    /** Where the signature stands. */
    protected abstract String header();

    @Override
    protected Callback signed(String secret, byte[] body) {
        return withSignature("sha256=" + Signatures.hmacSha256(secret, body), body);
    }

    private Callback withSignature(String signature, byte[] body) {
        return new Callback(Map.of(header().toLowerCase(Locale.ROOT), signature), Map.of(), body);
    }

    @Test
    void shouldNotBeGenuineWhenOneByteIsAnother() {
        byte[] body = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
        Callback good = signed(SECRET, body);
        body[6] = '2';
        assertThat(genuine(good)).isFalse();
    }

    @Test
    void shouldNotBeGenuineWhenTheSchemeIsNotNamed() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(genuine(withSignature(Signatures.hmacSha256(SECRET, body), body)))
                .isFalse();
        assertThat(genuine(withSignature("sha1=" + Signatures.hmacSha256(SECRET, body), body)))
                .isFalse();
        assertThat(genuine(withSignature("sha256=", body))).isFalse();
    }
}
