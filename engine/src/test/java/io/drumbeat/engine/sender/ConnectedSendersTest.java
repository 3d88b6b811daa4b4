package io.drumbeat.engine.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConnectedSendersTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @AutoClose
    private final VendorHttp http = new VendorHttp(Clock.systemUTC());

    private ConnectedSender sender(String id, String host, @Nullable String business) {
        URI url = URI.create("http://" + host);
        AccountKey account = AccountKey.of("cloud", url, id);
        Map<String, String> settings = business == null
                ? Map.of("phoneNumberId", id)
                : Map.of("phoneNumberId", id, "businessAccountId", business);
        return new ConfiguredSender(
                        new Sender(new SenderId(id), account, "cloud", id, Pacing.DEFAULT, null, TIMEOUT),
                        new SenderAccess(new SenderId(id), url, Map.of("accessToken", "t"), settings, TIMEOUT),
                        GatewayTypes.byName("cloud").orElseThrow())
                .connect(http);
    }

    @Test
    void shouldTakeAWordOnABusinessForAllItsNumbersAndNobodyElses() {
        ConnectedSender one = sender("1", "meta", "acme");
        ConnectedSender two = sender("2", "meta", "acme");
        ConnectedSender other = sender("3", "meta", "other");
        ConnectedSender silent = sender("4", "meta", null);
        ConnectedSender silentToo = sender("5", "meta", null);
        ConnectedSender elsewhere = sender("6", "simulator", "acme");
        ConnectedSenders senders = new ConnectedSenders(List.of(one, two, other, silent, silentToo, elsewhere));

        assertThat(senders.ofBusiness("acme", one)).containsExactly(one, two);
        assertThat(senders.ofBusiness("acme", other)).containsExactly(one, two);
        assertThat(senders.ofBusiness("acme", silent)).containsExactly(one, two, silent);
        assertThat(senders.ofBusiness("nobody's", one)).isEmpty();
        assertThat(Stream.of(one, silent).map(sender -> senders.ofBusiness(null, sender)))
                .containsExactly(List.of(one), List.of(silent));
    }
}
