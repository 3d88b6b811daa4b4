package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.BaseUrl;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.sender.ConfiguredSender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads one sender of senders.json. */
final class SenderReader {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

    private final List<GatewayType> gateways;
    private final Credentials credentials;

    SenderReader(List<GatewayType> gateways, Credentials credentials) {
        this.gateways = gateways;
        this.credentials = credentials;
    }

    /** The sender that {@code json} describes; empty where too much is wrong to say which it would be. */
    Optional<ConfiguredSender> read(JsonNode json, Problems problems) {
        Fields fields = Fields.of(json, problems);
        if (!json.isObject()) {
            return Optional.empty();
        }
        Optional<SenderId> id = id(fields);
        Optional<GatewayType> gateway = gateway(fields);
        Optional<String> name = fields.parse("name", SenderReader::name);
        Optional<URI> baseUrl = fields.parse("baseUrl", BaseUrl::parse);
        Pacing pacing = fields.take("pacing")
                .map(node -> PacingReader.read(Fields.of(node, problems.at("pacing"))))
                .orElse(Pacing.DEFAULT);
        Optional<Integer> dailyCap = fields.wholeNumber("dailyCap", 1, Integer.MAX_VALUE);
        Fields credentialFields = fields.object("credentials");
        Fields settingFields = fields.object("settings");
        fields.refuseTheRest();
        if (gateway.isEmpty()) {
            return Optional.empty();
        }

        GatewayType type = gateway.get();
        Map<String, String> secrets = credentials(type, credentialFields);
        Duration timeout = settingFields.parse("timeout", SenderReader::timeout).orElse(LONGEST_TIMEOUT);
        Optional<String> account = settingFields.scalar("account");
        Map<String, String> settings = settings(type, settingFields);
        type.checkCredentials(secrets.keySet(), settings)
                .forEach((credential, wrong) ->
                        credentialFields.problems().at(credential).add(wrong));
        URI url = baseUrl.orElse(type.defaultBaseUrl());
        if (url == null) {
            problems.at("baseUrl").add("is missing: " + type.name() + " has none that holds for everyone");
        }
        if (id.isEmpty() || url == null) {
            return Optional.empty();
        }
        Sender sender = new Sender(
                id.get(),
                AccountKey.of(type.name(), url, number(type, settings, account, id.get())),
                type.name(),
                name.orElse(id.get().value()),
                pacing,
                dailyCap.orElse(null),
                timeout);
        return Optional.of(
                new ConfiguredSender(sender, new SenderAccess(id.get(), url, secrets, settings, timeout), type));
    }

    private static Optional<SenderId> id(Fields fields) {
        Problems problems = fields.problems().at("id");
        Optional<JsonNode> id = fields.take("id");
        if (id.isEmpty()) {
            problems.add("is missing");
        } else if (!id.get().isTextual() || !id.get().asText().matches("[A-Za-z0-9_-]{1,64}")) {
            problems.add("must be 1 to 64 letters, digits, _ and -");
            return Optional.empty();
        }
        return id.map(node -> new SenderId(node.asText()));
    }

    private Optional<GatewayType> gateway(Fields fields) {
        Optional<JsonNode> name = fields.take("gateway");
        Problems problems = fields.problems().at("gateway");
        if (name.isEmpty()) {
            problems.add("is missing");
            return Optional.empty();
        }
        String text = name.get().asText();
        Optional<GatewayType> type =
                gateways.stream().filter(known -> known.name().equals(text)).findFirst();
        if (type.isEmpty()) {
            problems.add(
                    "must be one of " + gateways.stream().map(GatewayType::name).collect(Collectors.joining(", ")));
        }
        return type;
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be one line of at most 200 characters");
        }
        return text.strip();
    }

    private static Duration timeout(String text) {
        Duration timeout = Values.duration(text, LONGEST_TIMEOUT);
        if (timeout.toMillis() == 0) {
            throw new IllegalArgumentException("must be at least PT0.001S");
        }
        return timeout;
    }

    private Map<String, String> credentials(GatewayType type, Fields fields) {
        Map<String, String> read = new TreeMap<>();
        for (String name : union(type.requiredCredentials(), type.optionalCredentials())) {
            fields.parse(name, credentials::resolve).ifPresent(value -> read.put(name, value));
            if (!fields.has(name) && type.requiredCredentials().contains(name)) {
                fields.problems().at(name).add("is missing: " + type.name() + " needs it");
            }
        }
        fields.refuseTheRest();
        return read;
    }

    private static Map<String, String> settings(GatewayType type, Fields fields) {
        Map<String, String> read = new TreeMap<>();
        for (String name : union(type.requiredSettings(), type.optionalSettings())) {
            Optional<String> text = type.objectSettings().contains(name) ? fields.json(name) : fields.scalar(name);
            text.ifPresent(value -> read.put(name, value));
            if (!fields.has(name) && type.requiredSettings().contains(name)) {
                fields.problems().at(name).add("is missing: " + type.name() + " needs it");
            }
        }
        type.checkSettings(read)
                .forEach((name, wrong) -> fields.problems().at(name).add(wrong));
        fields.refuseTheRest();
        return read;
    }

    /** What tells the account from others: its number, or without one the sender's id; and the account's own name. */
    private static String number(
            GatewayType type, Map<String, String> settings, Optional<String> account, SenderId id) {
        String setting = type.numberSetting();
        String number = setting == null ? null : settings.get(setting);
        if (number == null) {
            return account.orElse(id.value());
        }
        return number + account.map(name -> "|" + name).orElse("");
    }

    private static Set<String> union(Set<String> required, Set<String> optional) {
        Set<String> all = new TreeSet<>(required);
        all.addAll(optional);
        return all;
    }
}
