package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.simulator.Simulator.Send;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign whose vendors call back: what they report is what each recipient ends as. */
class ReportedCampaignIT {

    /** The account of each sender whose vendor calls back. */
    private static final Map<String, String> ACCOUNTS =
            Map.of("cloud", "cloud/11", "wachat", "wachat/w", "waconnect", "waconnect/22", "pepipost", "pepipost/33");

    /** Its 200 says nothing: where no body is documented, it is accepted without an id to know it by. */
    private static final String NAMELESS = ".*99015";

    private static final String FORGED = ".*99707";
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void shouldEndEachRecipientAsReportedWhenReportsAreLateDoubledOutOfOrderOrForged() throws Exception {
        MixedAudience audience = MixedAudience.ofEveryReport();
        Set<String> leavers = Set.of(audience.good(0), audience.good(1), audience.good(2));
        try (Vendor vendor = new Vendor();
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.ofEveryGateway()).start("serve")) {
            Simulator simulator = vendor.simulator;
            ACCOUNTS.forEach(
                    (sender, account) -> simulator.reportTo(account, drumbeat.webhook(sender), Vendor.WEBHOOK_SECRET));
            MixedCampaign campaign = MixedCampaign.post(vendor, drumbeat, List.copyOf(ACCOUNTS.keySet()), audience);
            await().atMost(LONG).until(() -> !simulator.sends().isEmpty());
            simulator.write("cloud/11", audience.good(0), "STOP");
            simulator.write("wachat/w", audience.good(1), "Stop.");
            simulator.prefer("cloud/11", audience.good(2), false);
            campaign.awaitCompleted();

            assertThat(audience.late())
                    .anyMatch(phone -> simulator.statuses(phone).isEmpty());
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(audience.late())
                            .allMatch(phone -> simulator.statuses(phone).containsKey("read")));
            Map<String, List<Send>> sends = campaign.sends();
            Map<String, String> expected = new TreeMap<>();
            for (String phone : audience.phones()) {
                expected.put(
                        phone,
                        leavers.contains(phone)
                                ? "skipped suppressed"
                                : reported(MixedCampaign.gateway(sends.get(phone)), phone, simulator.statuses(phone)));
            }
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(shown(campaign.recipients())).isEqualTo(expected));
            campaign.assertCounted();
            assertThat(drumbeat.suppressed()).isEqualTo(leavers);
            assertThat(drumbeat.recipients(campaign.id(), "skipped"))
                    .extracting(recipient -> recipient.path("errorMessage").asText())
                    .containsExactlyInAnyOrder(
                            unwanted("reply to cloud"),
                            unwanted("reply to wachat"),
                            unwanted("preference told to the vendor of cloud"));
            assertOnlyForgeriesWereRefused(simulator, sends);
            assertThat(drumbeat.log()).doesNotContainPattern("4915\\d{9}").doesNotContain("Hello");
        }
    }

    private static String unwanted(String source) {
        return "The phone is on the suppression list: opted out (" + source + ").";
    }

    /** As the send's answer says, unless the vendor has told more; and when it arrived, which only the vendor tells. */
    private static String reported(String gateway, String phone, Map<String, Integer> statuses) {
        if (statuses.containsKey("failed")) {
            return "failed " + Verdict.code(gateway, phone.endsWith("99711") ? 131_049 : 131_026);
        }
        String end = Verdict.of(gateway, phone, 1);
        if (phone.matches(NAMELESS) && end.equals("sent")) {
            return end;
        }
        String known = end.startsWith("unconfirmed") && !statuses.isEmpty() ? "sent" : end;
        boolean read = statuses.containsKey("read");
        return known + (read || statuses.containsKey("delivered") ? " delivered" : "") + (read ? " read" : "");
    }

    private static Map<String, String> shown(List<JsonNode> recipients) {
        Map<String, String> shown = new TreeMap<>();
        for (JsonNode recipient : recipients) {
            String phone = recipient.path("phone").asText();
            String end = MixedCampaign.end(recipient);
            boolean nameless = phone.matches(NAMELESS)
                    && Verdict.of(recipient.path("sender").asText(), phone, 1).equals("sent");
            shown.put(phone, nameless ? end : end + arrived(recipient));
        }
        return shown;
    }

    private static String arrived(JsonNode recipient) {
        return (recipient.path("deliveredAt").isTextual() ? " delivered" : "")
                + (recipient.path("readAt").isTextual() ? " read" : "");
    }

    private static void assertOnlyForgeriesWereRefused(Simulator simulator, Map<String, List<Send>> sends) {
        ACCOUNTS.forEach((sender, account) -> {
            long forgeries = sends.entrySet().stream()
                    .filter(entry -> entry.getKey().matches(FORGED)
                            && MixedCampaign.gateway(entry.getValue()).equals(sender))
                    .count();
            assertThat(simulator.callbacks(account)).as(account).satisfies(callbacks -> {
                assertThat(callbacks.refused()).isEqualTo(forgeries).isPositive();
                assertThat(callbacks.accepted()).isEqualTo(callbacks.emitted() - forgeries);
                assertThat(callbacks.dropped()).isZero();
            });
        });
    }
}
