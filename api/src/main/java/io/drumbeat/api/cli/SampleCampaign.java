package io.drumbeat.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.cli.RemoteCampaigns.Refused;
import io.drumbeat.api.text.WrittenText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The campaign that the demo shows, posted as any client would post it. */
final class SampleCampaign {

    private static final Set<String> UNDER_WAY = Set.of("draft", "scheduled", "running", "paused");

    private final String drumbeat;
    private final Path folder;

    /** @param folder the data folder, where the admin's token is and the sample's files are copied to */
    SampleCampaign(String drumbeat, Path folder) {
        this.drumbeat = drumbeat;
        this.folder = folder;
    }

    /** Posts one where none is under way. Returns whether it did. */
    boolean postWhereNoneIsUnderWay() throws IOException, InterruptedException, Refused {
        String token = WrittenText.read(folder.resolve("admin-token")).strip();
        RemoteCampaigns campaigns = RemoteCampaigns.at(drumbeat, token);
        for (JsonNode campaign : campaigns.newest().path("items")) {
            if (UNDER_WAY.contains(campaign.path("status").asText())) {
                return false;
            }
        }
        campaigns.post(
                file("spec.json"),
                file("recipients.csv"),
                Optional.of(file("offer.png")),
                UUID.randomUUID().toString());
        return true;
    }

    private Path file(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("sample")).resolve(name);
        try (InputStream sample = Objects.requireNonNull(
                SampleCampaign.class.getResourceAsStream("/io/drumbeat/api/demo/" + name), name)) {
            Files.copy(sample, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}
