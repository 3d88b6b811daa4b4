package io.drumbeat.engine.vendor.waconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.UploadContract;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** By id: its senders with Meta credentials. */
class WaConnectUploadTest extends UploadContract {

    @Override
    protected GatewayType type() {
        return new WaConnectGatewayType();
    }

    private @Nullable URI graph;

    @Override
    protected Map<String, String> moreSettings(String number) {
        return Map.of("graphBaseUrl", graph == null ? baseUrl("cloud") + "/" : graph.toString());
    }

    @Override
    protected Gateway uploadingTo(URI url) {
        graph = url;
        try {
            return gateway(base(), NUMBER, PATIENT);
        } finally {
            graph = null;
        }
    }

    @Override
    protected Set<String> moreCredentials() {
        return Set.of("metaAccessToken");
    }

    @Override
    protected String uploader(String number) {
        return "cloud/" + number;
    }

    @Override
    protected Class<? extends Outcome> goneMeaning() {
        return Outcome.MediaGone.class;
    }

    @Override
    protected String success() {
        return "{\"success\":true,\"messageId\":\"wamid.1\"}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"success\":false,\"error\":\"" + text + "\"}";
    }

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Accepted.class;
    }

    @Test
    void shouldAskForAnotherUploadWhenMetaHasLostTheMedia() {
        assertThat(behaving("99153")).isInstanceOf(Outcome.MediaGone.class);
    }
}
