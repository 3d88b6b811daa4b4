package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.text.NotJson;
import io.drumbeat.api.text.WrittenJson;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.json.JsonFields;
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
        List<String> wrong = new ArrayList<>();
        List<ConfiguredSender> senders = senders(file, gateways, new Credentials(variables), wrong);
        twins(senders).forEach(what -> wrong.add(file + ": " + what));
        if (!wrong.isEmpty()) {
            throw new BadConfiguration(wrong);
        }
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

    /** Those that could be read; all that is wrong goes to {@code wrong}, a sentence each. */
    private static List<ConfiguredSender> senders(
            Path file, List<GatewayType> gateways, Credentials credentials, List<String> wrong) {
        List<ConfiguredSender> senders = new ArrayList<>();
        JsonFields root = JsonFields.root("", parse(file));
        SenderReader reader = new SenderReader(gateways, credentials, Portfolios.read(root));
        JsonNode list = root.any("senders");
        if (root.json().isObject() && (list == null || !list.isArray())) {
            root.error("senders", "must be a list of senders");
        } else if (list != null) {
            for (int i = 0; i < list.size(); i++) {
                JsonFields fields = JsonFields.root("", list.get(i));
                reader.read(fields).ifPresent(senders::add);
                say(file + ": " + name(fields.json().path("id"), i) + ", ", fields, wrong);
            }
        }
        root.refuseOthers();
        say(file + ": ", root, wrong);
        return senders;
    }

    /** A sender by its id where it has one, else by its place in the list, which is counted from 0. */
    private static String name(JsonNode id, int index) {
        return id.isTextual() ? "sender \"" + id.asText() + "\"" : "sender number " + (index + 1);
    }

    private static void say(String place, JsonFields fields, List<String> wrong) {
        for (FieldError error : fields.errors()) {
            String sentence = (error.field() + " " + error.message()).strip();
            wrong.add(place + sentence + (sentence.endsWith("?") ? "" : "."));
        }
    }

    private static List<String> twins(List<ConfiguredSender> senders) {
        List<String> twins = new ArrayList<>();
        Map<SenderId, ConfiguredSender> ids = new HashMap<>();
        Map<AccountKey, ConfiguredSender> accounts = new HashMap<>();
        for (ConfiguredSender sender : senders) {
            SenderId id = sender.sender().id();
            if (ids.putIfAbsent(id, sender) != null) {
                twins.add("two senders have the id \"" + id + "\".");
                continue;
            }
            ConfiguredSender twin = accounts.putIfAbsent(sender.sender().account(), sender);
            if (twin != null) {
                twins.add("the senders \"" + twin.sender().id() + "\" and \"" + id
                        + "\" are one account (same gateway, host and number): keep one of them, or tell them apart by"
                        + " settings.account.");
            }
        }
        return twins;
    }
}
