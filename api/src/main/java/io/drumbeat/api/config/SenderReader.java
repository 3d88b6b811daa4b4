package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingJson;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.pacing.WarmUp;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.BaseUrl;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.sender.ConfiguredSender;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one sender of senders.json. */
final class SenderReader {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

    private static final int LONGEST_WARM_UP = 365;

    private final List<GatewayType> gateways;
    private final Credentials credentials;
    private final Portfolios portfolios;

    SenderReader(List<GatewayType> gateways, Credentials credentials, Portfolios portfolios) {
        this.gateways = gateways;
        this.credentials = credentials;
        this.portfolios = portfolios;
    }

    /** The sender that {@code fields} describe; empty where too much is wrong to say which it would be. */
    Optional<ConfiguredSender> read(JsonFields fields) {
        if (!fields.json().isObject()) {
            return Optional.empty();
        }
        fields.require("id", "gateway");
        SenderId id = fields.parse("id", SenderReader::id);
        GatewayType type = fields.parse("gateway", this::gateway);
        String name = fields.parse("name", SenderReader::name);
        URI baseUrl = fields.parse("baseUrl", BaseUrl::parse);
        Pacing pacing = PacingJson.SENDER.read(fields.objectOrEmpty("pacing"));
        Integer dailyCap = fields.wholeNumber("dailyCap", 1, Integer.MAX_VALUE);
        WarmUp warmUp = warmUp(fields);
        JsonFields quietFields = fields.object("quietHours");
        QuietHours quietHours = quietFields == null ? null : QuietHoursJson.SENDER.read(quietFields);
        Optional<Portfolio> portfolio = portfolio(fields, type);
        JsonFields credentialFields = fields.objectOrEmpty("credentials");
        JsonFields settingFields = fields.objectOrEmpty("settings");
        fields.refuseOthers();
        if (type == null) {
            return Optional.empty();
        }

        Map<String, String> secrets = credentials(type, credentialFields);
        Duration timeout = timeout(settingFields);
        String account = settingFields.scalar("account");
        Map<String, String> settings = settings(type, settingFields);
        type.checkCredentials(secrets.keySet(), settings).forEach(credentialFields::error);
        URI url = baseUrl == null ? type.defaultBaseUrl() : baseUrl;
        if (url == null) {
            fields.error("baseUrl", "is required: " + type.name() + " has none that holds for everyone");
        }
        if (id == null || url == null) {
            return Optional.empty();
        }
        Sender sender = new Sender(
                id,
                AccountKey.of(type.name(), url, number(type, settings, account, id)),
                type.name(),
                name == null ? id.value() : name,
                pacing == null ? Pacing.DEFAULT : pacing,
                dailyCap,
                warmUp,
                quietHours,
                timeout,
                portfolio.orElse(null));
        return Optional.of(new ConfiguredSender(sender, new SenderAccess(id, url, secrets, settings, timeout), type));
    }

    private static WarmUp warmUp(JsonFields fields) {
        JsonNode days = fields.any("warmUp");
        if (days == null) {
            return WarmUp.NONE;
        }
        List<Integer> read = new ArrayList<>();
        days.forEach(day -> read.add(day.canConvertToInt() && day.isIntegralNumber() ? day.intValue() : 0));
        if (days.isArray()
                && !read.isEmpty()
                && read.size() <= LONGEST_WARM_UP
                && read.stream().allMatch(day -> day > 0)) {
            return new WarmUp(read);
        }
        fields.error(
                "warmUp", "must be an array of 1 to " + LONGEST_WARM_UP + " whole numbers of at least 1, one a day");
        return WarmUp.NONE;
    }

    private static SenderId id(String text) {
        return new SenderId(name64(text));
    }

    /** {@code text}, where it can be an id. */
    static String name64(String text) {
        if (!text.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("must be 1 to 64 letters, digits, _ and -");
        }
        return text;
    }

    private Optional<Portfolio> portfolio(JsonFields fields, @Nullable GatewayType type) {
        Optional<Portfolio> named = fields.parse("portfolio", portfolios::named);
        if (type != null && !type.hasPortfolios() && fields.has("portfolio")) {
            fields.error("portfolio", "is Meta's: a sender of " + type.name() + " has none");
        }
        return named == null ? Optional.empty() : named;
    }

    private GatewayType gateway(String text) {
        return gateways.stream()
                .filter(known -> known.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + gateways.stream().map(GatewayType::name).collect(Collectors.joining(", "))));
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > 200 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be one line of at most 200 characters");
        }
        return text.strip();
    }

    private static Duration timeout(JsonFields settings) {
        Duration timeout = settings.duration("timeout", LONGEST_TIMEOUT);
        if (timeout != null && timeout.toMillis() == 0) {
            settings.error("timeout", "must be at least PT0.001S");
            return LONGEST_TIMEOUT;
        }
        return timeout == null ? LONGEST_TIMEOUT : timeout;
    }

    private Map<String, String> credentials(GatewayType type, JsonFields fields) {
        Map<String, String> read = all(
                type,
                fields,
                type.requiredCredentials(),
                type.optionalCredentials(),
                name -> fields.parse(name, credentials::resolve));
        fields.refuseOthers();
        return read;
    }

    private static Map<String, String> settings(GatewayType type, JsonFields fields) {
        Map<String, String> read = all(
                type,
                fields,
                type.requiredSettings(),
                type.optionalSettings(),
                name -> type.objectSettings().contains(name) ? json(fields.object(name)) : fields.scalar(name));
        type.checkSettings(read).forEach(fields::error);
        fields.refuseOthers();
        return read;
    }

    private static @Nullable String json(@Nullable JsonFields object) {
        return object == null ? null : object.json().toString();
    }

    /** What {@code value} makes of each field that {@code type} needs or takes, where it makes something. */
    private static Map<String, String> all(
            GatewayType type,
            JsonFields fields,
            Set<String> required,
            Set<String> optional,
            Function<String, @Nullable String> value) {
        Map<String, String> read = new TreeMap<>();
        Set<String> names = new TreeSet<>(required);
        names.addAll(optional);
        for (String name : names) {
            String text = value.apply(name);
            if (text != null) {
                read.put(name, text);
            }
            if (!fields.has(name) && required.contains(name)) {
                fields.error(name, "is required: " + type.name() + " needs it");
            }
        }
        return read;
    }

    /** What tells the account from others: its number, or without one the sender's id; and the account's own name. */
    private static String number(
            GatewayType type, Map<String, String> settings, @Nullable String account, SenderId id) {
        String setting = type.numberSetting();
        String number = setting == null ? null : settings.get(setting);
        if (number == null) {
            return account == null ? id.value() : account;
        }
        return account == null ? number : number + "|" + account;
    }
}
