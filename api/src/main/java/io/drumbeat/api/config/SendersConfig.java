package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.text.NotJson;
import io.drumbeat.api.text.WrittenJson;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.sender.ConfiguredSender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * senders.json: the numbers and accounts to send from.
 *
 * @param file where it was read; empty: there is none, and no sender
 */
public record SendersConfig(Optional<Path> file, List<ConfiguredSender> senders) {

    public SendersConfig {
        senders = List.copyOf(senders);
    }

    /**
     * Reads the file that DRUMBEAT_SENDERS_FILE names, or else {@code ./senders.json} where it exists.
     *
     * @param variables the environment, for {@code ${env:NAME}} in credentials too
     * @param gateways the vendors that are built
     * @throws BadConfiguration naming every sender and field that is wrong, and never a credential's value
     */
    public static SendersConfig read(Map<String, String> variables, List<GatewayType> gateways) {
        return read(variables, gateways, Path.of("senders.json"));
    }

    static SendersConfig read(Map<String, String> variables, List<GatewayType> gateways, Path usual) {
        Environment environment = new Environment(variables);
        Optional<String> named = environment.text(Setting.SENDERS_FILE);
        environment.check();
        Path file = named.map(SendersConfig::path).orElse(usual);
        if (named.isEmpty() && !Files.exists(file)) {
            return new SendersConfig(Optional.empty(), List.of());
        }
        Problems problems = new Problems(file.toString());
        List<ConfiguredSender> senders =
                senders(parse(file), problems, new SenderReader(gateways, new Credentials(variables)));
        refuseTwins(senders, problems);
        problems.check();
        return new SendersConfig(Optional.of(file), senders);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadConfiguration(List.of("DRUMBEAT_SENDERS_FILE must be the path of a file."));
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return WrittenJson.parse(Files.readAllBytes(file));
        } catch (NotJson e) {
            throw new BadConfiguration(List.of(file + " is not valid JSON: " + e.why() + "."));
        } catch (IOException e) {
            String why = Files.exists(file) ? "cannot be read" : "does not exist";
            throw new BadConfiguration(List.of("The senders file " + file + " " + why + "."));
        }
    }

    private static List<ConfiguredSender> senders(JsonNode root, Problems problems, SenderReader reader) {
        List<ConfiguredSender> senders = new ArrayList<>();
        Fields fields = Fields.of(root, problems);
        JsonNode list = fields.take("senders").orElse(null);
        if (list == null || !list.isArray()) {
            problems.at("senders").add("must be a list of senders");
        } else {
            for (int i = 0; i < list.size(); i++) {
                reader.read(list.get(i), problems.inSender(list.get(i).path("id"), i))
                        .ifPresent(senders::add);
            }
        }
        fields.refuseTheRest();
        return senders;
    }

    private static void refuseTwins(List<ConfiguredSender> senders, Problems problems) {
        Map<SenderId, ConfiguredSender> ids = new HashMap<>();
        Map<AccountKey, ConfiguredSender> accounts = new HashMap<>();
        for (ConfiguredSender sender : senders) {
            SenderId id = sender.sender().id();
            if (ids.putIfAbsent(id, sender) != null) {
                problems.add("two senders have the id \"" + id + "\"");
                continue;
            }
            ConfiguredSender twin = accounts.putIfAbsent(sender.sender().account(), sender);
            if (twin != null) {
                problems.add("the senders \"" + twin.sender().id() + "\" and \"" + id
                        + "\" are one account (same gateway, host and number): keep one of them, or tell them apart by"
                        + " settings.account");
            }
        }
    }
}
