package io.drumbeat.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStates;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.gateway.MediaLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChosenSendersTest {

    private final List<FieldError> errors = new ArrayList<>();

    @Test
    void shouldHoldTheLimitsOfTheSenderAndNotOfItsGateway() throws IOException {
        ChosenSenders senders = chosen("wacr", "wacr");

        senders.checkMedia("media", MediaType.IMAGE, "image/webp", 7, true, new byte[0], errors);

        senders.checkMedia("media", MediaType.IMAGE, "image/webp", 8, false, new byte[0], errors);

        assertThat(errors)
                .containsExactly(
                        new FieldError("media", "has 7 bytes; sender s1 takes at most 6"),
                        new FieldError("media", "has at least 8 bytes; sender s1 takes at most 6"));
    }

    @Test
    void shouldPassTheColumnsOfEveryVendorThatTakesSome() throws IOException {
        assertThat(chosen("cloud", "wacr", "wacr").passedColumns())
                .hasSize(7)
                .isSorted()
                .contains("contact.firstname", "contact_id");
        assertThat(chosen("cloud", "wachat").passedColumns()).isEmpty();
    }

    /** Senders s0, s1 and so on; s1 takes 6 bytes, the others 100. */
    private ChosenSenders chosen(String... gateways) throws IOException {
        List<SenderStore.State> installed = new ArrayList<>();
        for (String gateway : gateways) {
            SenderId id = new SenderId("s" + installed.size());
            Sender sender = new Sender(
                    id, new AccountKey("account of " + id), gateway, "", Pacing.DEFAULT, null, Duration.ofSeconds(30));
            installed.add(SenderStates.ready(sender));
        }
        String ids = String.join(
                "\",\"",
                installed.stream().map(state -> state.sender().id().value()).toList());
        JsonNode spec = new ObjectMapper().readTree("{\"name\":\"Offer\",\"senders\":[\"" + ids + "\"]}");
        return ChosenSenders.of(
                SpecJson.parse(spec, true),
                spec.path("senders"),
                installed,
                (sender, type) -> Optional.of(new MediaLimits(
                        Set.of("image/webp"), sender.id().value().equals("s1") ? 6 : 100)),
                errors);
    }
}
