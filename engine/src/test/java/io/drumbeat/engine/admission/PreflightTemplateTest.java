package io.drumbeat.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.campaign.posting.PreflightStore;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStates;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.sender.ConfiguredSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.vendor.cloud.CloudGatewayType;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A preflight asks the vendors of the senders that the spec names. */
class PreflightTemplateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ConfiguredSender sender(URI vendor) {
        SenderId main = new SenderId("main");
        return new ConfiguredSender(
                new Sender(main, AccountKey.of("cloud", vendor, "1"), "cloud", "Main", Pacing.DEFAULT, null, PATIENCE),
                new SenderAccess(
                        main,
                        vendor,
                        Map.of("accessToken", "token"),
                        Map.of("phoneNumberId", "1", "businessAccountId", "102"),
                        PATIENCE),
                new CloudGatewayType());
    }

    private static List<String> codes(Preflight preflight, String name, String language) throws IOException {
        return preflight
                .look(new ObjectMapper().readTree("""
                                {"senders": ["main"], "media": {"type": "image"},
                                 "template": {"name": "%s", "language": "%s", "parameters": ["a", "b"]}}""".formatted(name, language)), null, Optional.empty(), List.of())
                .fold(Preflight.Found::warnings, refused -> {
                    throw new AssertionError(refused.errors());
                })
                .stream()
                .map(Warning::code)
                .toList();
    }

    @Test
    void shouldWarnOfWhatTheVendorSaysOfTheTemplate() throws Exception {
        try (VendorHttp http = new VendorHttp(Clock.systemUTC());
                MediaFetch fetch = new MediaFetch(false);
                Simulator vendor = Simulator.start("127.0.0.1", 0, new Simulator.Options(Duration.ZERO, false, true))) {
            ConfiguredSender main =
                    sender(Objects.requireNonNull(vendor.baseUrls("127.0.0.1").get("cloud")));
            ConnectedSenders connected = ConnectedSenders.connect(List.of(main), http);
            Admission admission = new Admission(
                    () -> List.of(SenderStates.ready(main.sender())), connected, fetch, new NoticeRule(false, false));
            Preflight preflight = new Preflight(
                    admission, new PreflightStore(TestDatabase.fresh().database()), connected);

            assertThat(codes(preflight, "offer", "en_US")).isEmpty();
            assertThat(codes(preflight, "offer", "fr")).containsExactly("template_language");
            assertThat(codes(preflight, "order_on_its_way", "en"))
                    .containsExactly("template_parameters", "template_header");
        }
    }
}
