package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.simulator.Simulator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipients of three zones, one of which is at rest at whatever time this is: the vendor tells whom it saw messages to. */
class QuietHoursIT {

    private static final int EACH = 40;
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
    private static final String INDIAN = "+91981234";
    private static final ZoneId GERMANY = ZoneId.of("Europe/Berlin");
    private static final String GERMAN = "+49151123400";
    private static final String NEW_YORKER = "+1212736";

    @TempDir
    private Path folder;

    @Test
    void shouldSendToNobodyWhoseZoneIsAtRest() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(20));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.clouds(2, 0, 0.02)).start("serve")) {
            String spec = Vendor.spec("c1", "c2").replaceFirst("\\{", "{" + asleepIn(INDIA) + ",");
            String id = drumbeat.post(spec, recipients());

            await().atMost(LONG).until(() -> sends(vendor, "").size() > EACH / 2);
            drumbeat.kill();
            drumbeat.start("serve");
            await().atMost(LONG)
                    .until(
                            () -> drumbeat.campaign(id).path("lanes").findValuesAsText("status"),
                            statuses -> statuses.stream().allMatch("quiet"::equals));

            assertThat(sends(vendor, INDIAN)).as("at rest").isEmpty();
            assertThat(drumbeat.recipients(id, "pending"))
                    .hasSize(EACH)
                    .allMatch(one -> one.path("phone").asText().startsWith(INDIAN));
            JsonNode progress = drumbeat.campaign(id).path("progress");
            assertThat(Instant.parse(progress.path("estimatedFinishAt").asText()))
                    .as("its morning")
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(30)),
                            Instant.now().plus(Duration.ofMinutes(90)));
            assertThat(progress.path("sent").asInt()
                            + progress.path("unconfirmed").asInt())
                    .isEqualTo(2 * EACH);

            // Now it is night in Germany instead, where nobody is left to send to.
            List<Simulator.Send> before = sends(vendor, "");
            drumbeat.change(id, "PATCH", "", "{" + asleepIn(GERMANY) + "}");
            drumbeat.awaitStatus(id, "completed", LONG);

            assertThat(sends(vendor, "").subList(before.size(), before.size() + EACH))
                    .allMatch(send -> phone(send).startsWith(INDIAN));
            assertThat(sends(vendor, "")).extracting(QuietHoursIT::phone).doesNotHaveDuplicates();
            assertThat(sends(vendor, GERMAN).size() + sends(vendor, NEW_YORKER).size())
                    .isBetween(before.size(), 2 * EACH);
        }
    }

    /** Quiet hours in which {@code zone} is, from an hour ago for two hours, and no other zone here. */
    private static String asleepIn(ZoneId zone) {
        ZonedDateTime now = ZonedDateTime.now(zone);
        return "\"schedule\": {\"quietHours\": {\"from\": \"%s\", \"to\": \"%s\", \"zone\": \"recipient\"}}"
                .formatted(TIME.format(now.minusHours(1)), TIME.format(now.plusHours(1)));
    }

    private static String recipients() {
        return IntStream.range(0, EACH)
                .mapToObj(i ->
                        "%s%04d,Asha\n%s%02d,Uwe\n%s%04d,Joe\n".formatted(INDIAN, i, GERMAN, i + 10, NEW_YORKER, i))
                .collect(Collectors.joining("", "phone,name\n", ""));
    }

    private static List<Simulator.Send> sends(Vendor vendor, String prefix) {
        return vendor.simulator.sends().stream()
                .filter(send -> phone(send).startsWith(prefix))
                .toList();
    }

    private static String phone(Simulator.Send send) {
        return send.phone().startsWith("+") ? send.phone() : "+" + send.phone();
    }
}
