package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.simulator.Simulator.Send;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One campaign through all vendors, with every kind of fault: each recipient ends as what really happened. */
class MixedCampaignIT {

    private static final List<String> GATEWAYS =
            GatewayTypes.all().stream().map(GatewayType::name).toList();

    /** Those that the simulator takes at the second go. */
    private static final String TWICE = ".*998[0-3]1";

    @TempDir
    private Path folder;

    @Test
    void shouldEndEachRecipientAsWhatReallyHappenedWhenEachVendorMisbehavesInEveryWay() throws Exception {
        MixedAudience audience = MixedAudience.ofEveryFault();
        try (Vendor vendor = new Vendor();
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.ofEveryGateway()).start("serve")) {
            MixedCampaign campaign = MixedCampaign.post(vendor, drumbeat, GATEWAYS, audience);
            campaign.awaitCompleted();

            Map<String, List<Send>> sends = campaign.sends();
            List<JsonNode> recipients = campaign.recipients();
            Map<String, String> shown = new TreeMap<>();
            Map<String, String> expected = new TreeMap<>();
            for (JsonNode recipient : recipients) {
                String phone = recipient.path("phone").asText();
                List<Send> its = sends.get(phone);
                String gateway = MixedCampaign.gateway(its);
                shown.put(phone, recipient.path("sender").asText() + " " + MixedCampaign.end(recipient));
                expected.put(phone, gateway + " " + Verdict.of(gateway, phone, its.size()));
            }
            assertThat(shown).isEqualTo(expected);
            assertThat(shown.keySet()).isEqualTo(Set.copyOf(audience.phones()));
            assertOnlyWhatSaysSoIsUnknown(vendor.simulator, recipients);
            campaign.assertCounted();

            assertThat(sends)
                    .allSatisfy((phone, its) -> assertThat(its).hasSizeLessThanOrEqualTo(phone.matches(TWICE) ? 2 : 1));
            assertEachHadItsShare(sends);
            assertUploads(vendor.simulator);
            assertThat(drumbeat.suppressed()).isEqualTo(optedOut(recipients)).isNotEmpty();
            assertThat(drumbeat.log()).doesNotContainPattern("4915\\d{9}").doesNotContain("Hello");
        }
    }

    private static void assertOnlyWhatSaysSoIsUnknown(Simulator simulator, List<JsonNode> recipients) {
        Map<String, Set<Long>> received = recipients.stream()
                .collect(Collectors.groupingBy(
                        recipient -> recipient.path("status").asText(),
                        Collectors.mapping(
                                recipient -> simulator.received(
                                        recipient.path("phone").asText()),
                                Collectors.toSet())));
        assertThat(received).isEqualTo(Map.of("sent", Set.of(1L), "failed", Set.of(0L), "unconfirmed", Set.of(0L, 1L)));
    }

    private static void assertEachHadItsShare(Map<String, List<Send>> sends) {
        Map<String, Long> shares =
                sends.values().stream().collect(Collectors.groupingBy(MixedCampaign::gateway, Collectors.counting()));
        assertThat(shares).containsOnlyKeys(GATEWAYS);
        assertThat(shares.values())
                .allMatch(share -> share > sends.size() / (4 * GATEWAYS.size()), "at least a quarter of its share");
    }

    /** By number: waconnect's media goes up at Meta. Wachat has no upload: it fetches what Drumbeat publishes. */
    private static void assertUploads(Simulator simulator) {
        assertThat(List.of("cloud/11", "cloud/22", "pepipost/33", "wacr/acct"))
                .allSatisfy(account ->
                        assertThat(simulator.uploads(account)).as(account).isEqualTo(1));
        assertThat(simulator.uploads("wachat/w")).isZero();
    }

    /** Whom the vendor told us not to write to any more; Pepipost's 8002 says less than that. */
    private static Set<String> optedOut(List<JsonNode> recipients) {
        return recipients.stream()
                .filter(recipient -> (recipient.path("sender").asText() + " " + MixedCampaign.end(recipient))
                        .matches("cloud failed 131050|wacr failed CONTACT_OPTED_OUT"))
                .map(recipient -> recipient.path("phone").asText())
                .collect(Collectors.toSet());
    }
}
