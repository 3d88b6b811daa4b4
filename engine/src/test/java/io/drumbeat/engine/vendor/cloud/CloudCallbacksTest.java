package io.drumbeat.engine.vendor.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.meta.MetaShapeContract;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudCallbacksTest extends MetaShapeContract {

    @Override
    protected GatewayType type() {
        return new CloudGatewayType();
    }

    @Override
    protected String header() {
        return "X-Hub-Signature-256";
    }

    @ParameterizedTest
    @CsvSource({"subscribe,mine,42", "subscribe,other,", "unsubscribe,mine,", ",mine,", "subscribe,,"})
    void shouldEchoTheChallengeOnlyWhenTheTokenIsOurs(String mode, String token, String answer) {
        Map<String, String> query = new HashMap<>(Map.of("hub.challenge", "42"));
        if (mode != null) {
            query.put("hub.mode", mode);
        }
        if (token != null) {
            query.put("hub.verify_token", token);
        }
        Callback asked = new Callback(Map.of(), query, new byte[0]);
        assertThat(callbacks().challenge(asked, sender(Map.of("verifyToken", "mine"))))
                .isEqualTo(Optional.ofNullable(answer));
    }

    @Test
    void shouldRefuseTheChallengeWhenWeHaveNoToken() {
        Callback asked = new Callback(
                Map.of(),
                Map.of("hub.mode", "subscribe", "hub.verify_token", "mine", "hub.challenge", "42"),
                new byte[0]);
        assertThat(callbacks().challenge(asked, sender(Map.of()))).isEmpty();
    }
}
