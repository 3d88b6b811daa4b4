package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.simulator.Simulator.Send;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One campaign through senders that are called like their gateways: what Drumbeat shows, and what the vendors saw. */
final class MixedCampaign {

    private static final Duration LONG = Duration.ofMinutes(8);

    private final Vendor vendor;
    private final RunningDrumbeat drumbeat;
    private final int size;
    private final String id;

    private MixedCampaign(Vendor vendor, RunningDrumbeat drumbeat, int size, String id) {
        this.vendor = vendor;
        this.drumbeat = drumbeat;
        this.size = size;
        this.id = id;
    }

    static MixedCampaign post(Vendor vendor, RunningDrumbeat drumbeat, List<String> senders, MixedAudience audience)
            throws Exception {
        String spec = """
                {"name": "Offer", "senders": ["%s"], "media": {"type": "image", "caption": "Hello {{name}}"},
                 "autoPause": null, "allowRepeat": true}""".formatted(String.join("\", \"", senders));
        return new MixedCampaign(vendor, drumbeat, audience.phones().size(), drumbeat.post(spec, audience.csv()));
    }

    /** Looks at it all the time: it adds up, and nothing pauses it. */
    void awaitCompleted() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> {
            JsonNode campaign = drumbeat.campaign(id);
            assertThat(RunningDrumbeat.sum(campaign.path("progress"))).isEqualTo(size);
            assertThat(campaign.path("status").asText())
                    .as(campaign.path("statusReason").asText())
                    .isIn("scheduled", "running", "completed");
            return campaign.path("status").asText().equals("completed");
        });
    }

    String id() {
        return id;
    }

    List<JsonNode> recipients() throws Exception {
        return drumbeat.recipients(id, null);
    }

    /** How a recipient stands, as {@link Verdict} puts it. */
    static String end(JsonNode recipient) {
        String status = recipient.path("status").asText();
        return status.equals("sent")
                ? status
                : status + " " + recipient.path("errorCode").asText();
    }

    /** By phone, in their order. */
    Map<String, List<Send>> sends() {
        return vendor.simulator.sends().stream().collect(Collectors.groupingBy(Send::phone));
    }

    /** Of the sender whose send was the last. */
    static String gateway(List<Send> sends) {
        return sends.get(sends.size() - 1).account().replaceFirst("/.*", "");
    }

    /** The campaign's counters say of all recipients together what each of them shows. */
    void assertCounted() throws Exception {
        JsonNode progress = drumbeat.campaign(id).path("progress");
        List<JsonNode> recipients = recipients();
        for (String status : List.of("pending", "sending", "sent", "failed", "unconfirmed", "skipped")) {
            assertThat(progress.path(status).asLong())
                    .as(status)
                    .isEqualTo(
                            count(recipients, one -> one.path("status").asText().equals(status)));
        }
        for (String stage : List.of("delivered", "read")) {
            assertThat(progress.path(stage).asLong())
                    .as(stage)
                    .isEqualTo(count(recipients, one -> one.path(stage + "At").isTextual()));
        }
    }

    private static long count(List<JsonNode> recipients, Predicate<JsonNode> which) {
        return recipients.stream().filter(which).count();
    }
}
