package io.drumbeat.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.sender.ConfiguredSender;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendersConfigTest {

    private static final String GOOD = """
            {"id": "main", "gateway": "cloud", "credentials": {"accessToken": "x"}, "settings": {"phoneNumberId": "1"}%s}""";

    @TempDir
    private Path folder;

    @Test
    void shouldHaveNoSenderWhenThereIsNoFile() {
        SendersConfig config = SendersConfig.read(Map.of(), GatewayTypes.all(), folder.resolve("senders.json"));

        assertThat(config.file()).isEmpty();
        assertThat(config.senders()).isEmpty();
    }

    @Test
    void shouldReadTheUsualFileWhenNoneIsNamed() throws IOException {
        Path usual = Files.writeString(folder.resolve("senders.json"), "{\"senders\": [" + GOOD.formatted("") + "]}");

        assertThat(SendersConfig.read(Map.of(), GatewayTypes.all(), usual).senders())
                .hasSize(1);
    }

    @Test
    void shouldFillInEverythingWhenASenderSaysLittle() throws IOException {
        ConfiguredSender read = read(Map.of(), GOOD.formatted("")).senders().get(0);

        assertThat(read.sender().name()).isEqualTo("main");
        assertThat(read.sender().account()).hasToString("cloud|graph.facebook.com:443|1");
        assertThat(read.sender().pacing()).isEqualTo(Pacing.DEFAULT);
        assertThat(read.sender().dailyCap()).isNull();
        assertThat(read.sender().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(read.access().baseUrl()).isEqualTo(URI.create("https://graph.facebook.com/v23.0"));
        assertThat(read.type().name()).isEqualTo("cloud");
    }

    @Test
    void shouldTakeEverythingWhenASenderSaysAll() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "from-file\n");

        ConfiguredSender read = read(Map.of("TOKEN", "from-env"), """
                        {"id": "w-1_A", "gateway": "wachat", "name": "Wachat", "baseUrl": "http://localhost:9090/api/",
                         "credentials": {"token": "${env:TOKEN}", "webhookSecret": "${file:%s}"},
                         "settings": {"instanceName": "shop", "delay": 20, "timeout": "PT10S", "account": "second"},
                         "pacing": {"minDelay": "PT0S", "maxDelay": "PT0.5S"}, "dailyCap": 1000, "warmUp": [50, 100, 200],
                         "quietHours": {"from": "21:00", "to": "09:00", "zone": "Asia/Kolkata"}}""".formatted(secret))
                .senders()
                .get(0);

        assertThat(read.sender().name()).isEqualTo("Wachat");
        assertThat(read.sender().account()).hasToString("wachat|localhost:9090|shop|second");
        assertThat(read.sender().pacing()).isEqualTo(new Pacing.Delay(Duration.ZERO, Duration.ofMillis(500)));
        assertThat(read.sender().dailyCap()).isEqualTo(1000);
        assertThat(read.sender().warmUp().days()).containsExactly(50, 100, 200);
        assertThat(read.sender().quietHours())
                .isEqualTo(new QuietHours(LocalTime.of(21, 0), LocalTime.of(9, 0), ZoneId.of("Asia/Kolkata")));
        assertThat(read.sender().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.access().baseUrl()).isEqualTo(URI.create("http://localhost:9090/api"));
        assertThat(read.access().credentials()).isEqualTo(Map.of("token", "from-env", "webhookSecret", "from-file"));
        assertThat(read.access().settings()).isEqualTo(Map.of("instanceName", "shop", "delay", "20"));
        assertThat(read.toString()).doesNotContain("from-env", "from-file");
    }

    /** Windows editors put it there: the file was no JSON, and the secret not printable. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE"})
    void shouldReadTheFileAndItsSecretsBehindAByteOrderMark(String charset) throws IOException {
        Path secret = Files.write(folder.resolve("secret"), "\uFEFFfrom-file\r\n".getBytes(Charset.forName(charset)));
        String content =
                "\uFEFF{\"senders\": [" + GOOD.formatted("").replace("\"x\"", "\"${file:" + secret + "}\"") + "]}";
        Files.write(file(), content.getBytes(Charset.forName(charset)));

        SendersConfig config =
                SendersConfig.read(Map.of("DRUMBEAT_SENDERS_FILE", file().toString()), GatewayTypes.all());

        assertThat(config.senders().get(0).access().credentials()).containsEntry("accessToken", "from-file");
    }

    @Test
    void shouldSayWhatASecretsFileIsNotWhenItIsNoText() throws IOException {
        Path secret = Files.write(folder.resolve("secret"), new byte[] {'x', (byte) 0xff});

        assertThat(problems(Map.of(), GOOD.formatted("").replace("\"x\"", "\"${file:" + secret + "}\"")))
                .containsExactly(file() + ": sender \"main\", credentials.accessToken needs the file " + secret
                        + ", which is neither UTF-8 nor UTF-16 text.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"ratePerSecond": 80} | 80 | 64
            {"ratePerSecond": 0.5, "maxInFlight": 256} | 0.5 | 256
            {"ratePerSecond": 0.0000116} | 0.0000116 | 64
            {"ratePerSecond": "unlimited"} | Infinity | 64
            """)
    void shouldReadARateWhenThereIsOne(String pacing, double perSecond, int inFlight) throws IOException {
        assertThat(read(Map.of(), GOOD.formatted(", \"pacing\": " + pacing))
                        .senders()
                        .get(0)
                        .sender()
                        .pacing())
                .isEqualTo(new Pacing.Rate(perSecond, inFlight));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "colour": "red" | .colour is an unknown field.
                    "dialyCap": 5 | .dialyCap is an unknown field; did you mean `dailyCap`?
                    "pacing": {"minDelay": "PT3S", "maxDelay": "PT5S", "max_delay": "PT5S"} | .pacing.max_delay is an unknown field; did you mean `maxDelay`?
                    "name": " " | .name must be one line of at most 200 characters.
                    "baseUrl": "graph.facebook.com" | .baseUrl must be an http or https URL with a host, and without user, ? and #.
                    "baseUrl": "https://graph.facebook.com?a=b" | .baseUrl must be an http or https URL with a host, and without user, ? and #.
                    "warmUp": [] | .warmUp must be an array of 1 to 365 whole numbers of at least 1, one a day.
                    "warmUp": [50, 0] | .warmUp must be an array of 1 to 365 whole numbers of at least 1, one a day.
                    "warmUp": 50 | .warmUp must be an array of 1 to 365 whole numbers of at least 1, one a day.
                    "dailyCap": 0 | .dailyCap must be a whole number of at least 1.
                    "dailyCap": "many" | .dailyCap must be a whole number of at least 1.
                    "quietHours": {"from": "21:00", "to": "09:00"} | .quietHours.zone is required.
                    "quietHours": {"from": "21:00", "to": "09:00", "zone": "recipient"} | .quietHours.zone must be a time zone by its IANA name, like Asia/Kolkata.
                    "quietHours": {"from": "9", "to": "09:00", "zone": "UTC"} | .quietHours.from must be a time of the day from 00:00 to 23:59, like 21:00.
                    "pacing": {"rest": {"after": 0, "for": "PT1M"}} | .pacing.rest.after must be a whole number of at least 1.
                    "pacing": "fast" | .pacing must be an object: {…}.
                    "pacing": {"minDelay": "PT3S"} | .pacing.maxDelay is required: pacing takes minDelay and maxDelay, or ratePerSecond.
                    "pacing": {"minDelay": "3 s", "maxDelay": "PT5S"} | .pacing.minDelay must be an ISO-8601 duration like PT3S, at most PT24H.
                    "pacing": {"minDelay": "PT-1S", "maxDelay": "PT5S"} | .pacing.minDelay must be an ISO-8601 duration like PT3S, at most PT24H.
                    "pacing": {"minDelay": "PT6S", "maxDelay": "PT5S"} | .pacing.minDelay must not be longer than maxDelay.
                    "pacing": {"minDelay": "PT3S", "ratePerSecond": 1} | .pacing.minDelay must be left out beside ratePerSecond.
                    "pacing": {"minDelay": "PT3S", "maxDelay": "PT5S", "jitter": 1} | .pacing.jitter is an unknown field.
                    "pacing": {"maxInFlight": 5} | .pacing.ratePerSecond is required beside maxInFlight.
                    "pacing": {"ratePerSecond": 0} | .pacing.ratePerSecond must be "unlimited" or a number, at least one send a day (0.0000116).
                    "pacing": {"ratePerSecond": "80"} | .pacing.ratePerSecond must be "unlimited" or a number, at least one send a day (0.0000116).
                    "pacing": {"ratePerSecond": 80, "maxInFlight": 257} | .pacing.maxInFlight must be a whole number from 1 to 256.
                    """)
    void shouldNameSenderAndFieldWhenOneIsWrong(String field, String problem) {
        assertThat(problems(Map.of(), GOOD.formatted(", " + field)))
                .containsExactly(file() + ": sender \"main\"" + problem.replaceFirst("^\\.", ", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"accessToken": "${env:NOT_SET}"} | {"phoneNumberId": "1"} | credentials.accessToken needs the environment variable NOT_SET, which is not set.
                    {"accessToken": "${file:/no/such}"} | {"phoneNumberId": "1"} | credentials.accessToken needs the file /no/such, which cannot be read.
                    {"accessToken": "${CLOUD}"} | {"phoneNumberId": "1"} | credentials.accessToken holds a ${…} that is neither ${env:NAME} nor ${file:PATH}.
                    {"accessToken": ""} | {"phoneNumberId": "1"} | credentials.accessToken must be one line of printable ASCII characters.
                    {"accessToken": null} | {"phoneNumberId": "1"} | credentials.accessToken is required: cloud needs it.
                    {"accessToken": 5} | {"phoneNumberId": "1"} | credentials.accessToken must be a string.
                    {"accessToken": "x", "token": "x"} | {"phoneNumberId": "1"} | credentials.token is an unknown field.
                    {"accessToken": "x"} | {} | settings.phoneNumberId is required: cloud needs it.
                    {"accessToken": "x"} | {"phoneNumberId": "x"} | settings.phoneNumberId must be Meta's id of the number: digits only.
                    {"accessToken": "x"} | {"phoneNumberId": "1", "timeout": "PT31S"} | settings.timeout must be an ISO-8601 duration like PT3S, at most PT30S.
                    {"accessToken": "x"} | {"phoneNumberId": "1", "timeout": "PT0S"} | settings.timeout must be at least PT0.001S.
                    {"accessToken": "x"} | {"phoneNumberId": "1", "delay": 1} | settings.delay is an unknown field.
                    """)
    void shouldNameCredentialOrSettingWhenOneIsWrong(String credentials, String settings, String problem) {
        assertThat(problems(Map.of(), """
                {"id": "main", "gateway": "cloud", "credentials": %s, "settings": %s}""".formatted(credentials, settings)))
                .containsExactly(file() + ": sender \"main\", " + problem);
    }

    @Test
    void shouldNameEveryGatewayThatIsBuiltWhenAnotherIsAskedFor() {
        String built = GatewayTypes.all().stream().map(GatewayType::name).collect(Collectors.joining(", "));

        assertThat(problems(Map.of(), "{\"id\": \"a\", \"gateway\": \"twilio\"}"))
                .containsExactly(file() + ": sender \"a\", gateway must be one of " + built + ".");
    }

    @Test
    void shouldNameTheCredentialWhenAnUploadToMetaHasNoNumber() {
        assertThat(problems(Map.of(), """
                {"id": "a", "gateway": "waconnect", "credentials": {"apiKey": "k", "metaAccessToken": "t"}}"""))
                .containsExactly(file() + ": sender \"a\", credentials.metaAccessToken needs settings.phoneNumberId:"
                        + " an upload to Meta belongs to a number.");
    }

    @Test
    void shouldNeedABaseUrlWhenTheVendorHasNoneForEveryone() {
        assertThat(problems(Map.of(), "{\"id\": \"a\", \"gateway\": \"wacr\", \"credentials\": {\"token\": \"x\"}}"))
                .containsExactly(
                        file() + ": sender \"a\", baseUrl is required: wacr has none that holds for everyone.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    5 | settings.limits must be an object: {…}.
                    {"gif": {}} | settings.limits.gif is not a media type of WA.cr: use image, document, video or audio.
                    {"image": {"extensions": ["jpg", "tiff"]}} | settings.limits.image.extensions[1] must be one of jpeg, jpg, png, webp.
                    {"image": {"maxBytes": 0}} | settings.limits.image.maxBytes must be a whole number from 1 to 104857600.
                    """)
    void shouldNameThePathWhenALimitIsWrong(String limits, String problem) {
        assertThat(problems(Map.of(), wacr(limits))).containsExactly(file() + ": sender \"a\", " + problem);
    }

    @Test
    void shouldKeepTheLimitsThatASenderSets() throws IOException {
        ConfiguredSender sender =
                read(Map.of(), wacr("{\"image\": {\"maxBytes\": 7}}")).senders().get(0);

        assertThat(sender.type()
                        .limits(MediaType.IMAGE, sender.access().settings())
                        .orElseThrow()
                        .maxBytes())
                .isEqualTo(7);
        assertThat(sender.sender().account().value()).isEqualTo("wacr|wacr.example:443|a");
    }

    private static String wacr(String limits) {
        return """
                {"id": "a", "gateway": "wacr", "baseUrl": "https://wacr.example/api/v1", "credentials": {"token": "x"},
                 "settings": {"limits": %s}}""".formatted(limits);
    }

    @Test
    void shouldGiveASenderThePortfolioThatItNames() throws IOException {
        Files.writeString(file(), """
                {"portfolios": [{"id": "acme", "uniqueRecipients24h": 2000}], "senders": [%s, %s]}""".formatted(
                        GOOD.formatted(", \"portfolio\": \"acme\""),
                        GOOD.formatted("").replace("main", "other").replace("\"1\"", "\"2\"")));

        assertThat(read(Map.of()).senders())
                .extracting(sender -> sender.sender().portfolio())
                .containsExactly(new Portfolio("acme", 2000), null);
    }

    @Test
    void shouldReportEverythingThatIsWrongWithPortfoliosAtOnce() throws IOException {
        Files.writeString(file(), """
                {"portfolios": [{"id": "acme", "uniqueRecipients24h": 0}, {"id": "acme", "uniqueRecipients24h": 5},
                                {"id": "a b", "x": 1}],
                 "senders": [%s, %s,
                   {"id": "w", "gateway": "wachat", "credentials": {"token": "x"}, "settings": {"instanceName": "i"},
                    "portfolio": "acme"}]}""".formatted(
                        GOOD.formatted(", \"portfolio\": \"acne\""),
                        GOOD.formatted(", \"portfolio\": [\"acme\"]")
                                .replace("main", "other")
                                .replace("\"1\"", "\"2\"")));

        assertThat(readFails(Map.of()))
                .containsExactlyInAnyOrder(
                        file() + ": portfolios[0].uniqueRecipients24h must be a whole number of at least 1.",
                        file() + ": portfolios[1].id is another portfolio's, too.",
                        file() + ": portfolios[2].uniqueRecipients24h is required.",
                        file() + ": portfolios[2].id must be 1 to 64 letters, digits, _ and -.",
                        file() + ": portfolios[2].x is an unknown field.",
                        file() + ": sender \"main\", portfolio must be one of the portfolios of this file: acme.",
                        file() + ": sender \"other\", portfolio must be a string.",
                        file() + ": sender \"w\", portfolio is Meta's: a sender of wachat has none.");
    }

    @Test
    void shouldSayThatThereIsNoPortfolioWhenASenderNamesOne() {
        assertThat(problems(Map.of(), GOOD.formatted(", \"portfolio\": \"acme\"")))
                .containsExactly(
                        file() + ": sender \"main\", portfolio must be one of the portfolios of this file, which"
                                + " has none.");
    }

    @Test
    void shouldReportEverythingAtOnceWhenSeveralSendersAreWrong() {
        assertThat(problems(
                        Map.of(),
                        "{\"gateway\": \"cloud\", \"dailyCap\": -1}",
                        "7",
                        "{\"id\": \"b b\", \"gateway\": \"pepipost\", \"x\": 1}"))
                .containsExactly(
                        file() + ": sender number 1, id is required.",
                        file() + ": sender number 1, dailyCap must be a whole number of at least 1.",
                        file() + ": sender number 1, credentials.accessToken is required: cloud needs it.",
                        file() + ": sender number 1, settings.phoneNumberId is required: cloud needs it.",
                        file() + ": sender number 2, must be an object: {…}.",
                        file() + ": sender \"b b\", id must be 1 to 64 letters, digits, _ and -.",
                        file() + ": sender \"b b\", x is an unknown field.",
                        file() + ": sender \"b b\", credentials.token is required: pepipost needs it.",
                        file() + ": sender \"b b\", settings.source is required: pepipost needs it.");
    }

    @Test
    void shouldNameBothWhenTwoIdsAreOneAccountOrOneId() {
        String twin = GOOD.formatted(", \"baseUrl\": \"https://GRAPH.facebook.com:443/v24.0\"")
                .replace("main", "other");

        assertThat(problems(Map.of(), GOOD.formatted(""), twin))
                .containsExactly(file() + ": the senders \"main\" and \"other\" are one account (same gateway, host and"
                        + " number): keep one of them, or tell them apart by settings.account.");
        assertThat(problems(Map.of(), GOOD.formatted(""), GOOD.formatted("")))
                .containsExactly(file() + ": two senders have the id \"main\".");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {} | : senders must be a list of senders.
            {"senders": 1} | : senders must be a list of senders.
            {"senders": [], "sender": 1} | : sender is an unknown field; did you mean `senders`?
            [] | : must be an object: {…}.
            {"senders": [}\\n | ' is not valid JSON: line 1, column 14: a value or ] was expected, but there is }.'
            {"senders": [], "senders": []} | ' is not valid JSON: line 1, column 17: the field "senders" appears a second time.'
            """)
    void shouldSayWhereWhenTheFileIsNotOneOfSenders(String content, String problem) throws IOException {
        Files.writeString(file(), content);

        assertThat(readFails(Map.of()).get(0)).isEqualTo(file() + problem);
    }

    @Test
    void shouldSaySoWhenTheNamedFileIsMissing() {
        assertThat(readFails(Map.of())).containsExactly("The senders file " + file() + " does not exist.");
    }

    private Path file() {
        return folder.resolve("my.json");
    }

    private SendersConfig read(Map<String, String> variables, String... senders) throws IOException {
        Files.writeString(file(), "{\"senders\": [" + String.join(",\n", senders) + "]}");
        return read(variables);
    }

    private SendersConfig read(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("DRUMBEAT_SENDERS_FILE", file().toString());
        return SendersConfig.read(all, GatewayTypes.all());
    }

    private List<String> problems(Map<String, String> variables, String... senders) {
        return catchThrowableOfType(BadConfiguration.class, () -> read(variables, senders))
                .sentences();
    }

    private List<String> readFails(Map<String, String> variables) {
        return catchThrowableOfType(BadConfiguration.class, () -> read(variables))
                .sentences();
    }
}
