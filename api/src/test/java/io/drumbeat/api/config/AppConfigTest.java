package io.drumbeat.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drumbeat.campaigns.suppression.Consent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {

    @TempDir
    private Path folder;

    @Test
    void shouldHaveADefaultForEverythingWhenNothingIsSet() {
        AppConfig config = AppConfig.read(Map.of("DRUMBEAT_DB_URL", " "), RunMode.SERVE);

        assertThat(config.http())
                .isEqualTo(new AppConfig.Http("127.0.0.1", 8080, URI.create("http://127.0.0.1:8080"), 1 << 30, false));
        assertThat(config.dataFolder()).isEqualTo(Path.of("drumbeat-data"));
        assertThat(config.database()).isEmpty();
        assertThat(config.temporal()).isEqualTo(new AppConfig.TemporalConfig(Map.of(), 10));
        assertThat(config.bootstrapToken()).isEmpty();
        assertThat(config.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(config.optOutWords().meaning("Désabonner!")).contains(Consent.WITHDRAWN);
        assertThat(config.optOutWords().meaning("старт")).contains(Consent.GIVEN);
    }

    @Test
    void shouldTakeEveryVariableWhenAllAreSet() {
        Map<String, String> variables = new HashMap<>(Map.of(
                "DRUMBEAT_HTTP_HOST", "::1",
                "DRUMBEAT_HTTP_PORT", "9000",
                "DRUMBEAT_DATA_DIR", "/var/drumbeat",
                "DRUMBEAT_DB_URL", "jdbc:postgresql://db/drumbeat",
                "DRUMBEAT_DB_USER", "drummer",
                "DRUMBEAT_DB_PASSWORD", "hush",
                "DRUMBEAT_BOOTSTRAP_TOKEN", "let-me-in",
                "DRUMBEAT_MAX_UPLOAD_BYTES", "1000",
                "DRUMBEAT_TEMPORAL_RATE", "2.5",
                "DRUMBEAT_LOG_FORMAT", "json"));
        variables.put("DRUMBEAT_ALLOW_PRIVATE_MEDIA_HOSTS", "true");
        variables.put("DRUMBEAT_STOP_WORDS", "tschüss, bitte nicht mehr");
        variables.put("DRUMBEAT_START_WORDS", "hallo");
        variables.put("TEMPORAL_ADDRESS", "temporal:7233");
        variables.put("TEMPORAL_API_KEY", "hush");
        variables.put("TEMPORAL_GRPC_META_X", "y");

        AppConfig config = AppConfig.read(variables, RunMode.WORKER);

        assertThat(config.http())
                .isEqualTo(new AppConfig.Http("::1", 9000, URI.create("http://[::1]:9000"), 1000, true));
        assertThat(config.dataFolder()).isEqualTo(Path.of("/var/drumbeat"));
        assertThat(config.database().orElseThrow().password()).isEqualTo("hush");
        assertThat(config.bootstrapToken()).contains(new Hidden("let-me-in"));
        assertThat(config.temporal().ratePerSecond()).isEqualTo(2.5);
        assertThat(config.temporal().variables())
                .containsOnlyKeys("TEMPORAL_ADDRESS", "TEMPORAL_API_KEY", "TEMPORAL_GRPC_META_X");
        assertThat(config.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(config.optOutWords().meaning("Bitte nicht mehr.")).contains(Consent.WITHDRAWN);
        assertThat(config.optOutWords().meaning("Hallo")).contains(Consent.GIVEN);
        assertThat(config.optOutWords().meaning("stop")).isEmpty();
        assertThat(config.toString()).contains("db/drumbeat").doesNotContain("hush", "let-me-in");
    }

    @Test
    void shouldReadAVariableFromItsFileWhenItIsNamedSo() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "let-me-in\n");

        AppConfig config = AppConfig.read(
                Map.of("DRUMBEAT_BOOTSTRAP_TOKEN_FILE", file.toString(), "TEMPORAL_API_KEY_FILE", file.toString()),
                RunMode.SERVE);

        assertThat(config.bootstrapToken()).isEqualTo(Optional.of(new Hidden("let-me-in")));
        assertThat(config.temporal().variables()).isEqualTo(Map.of("TEMPORAL_API_KEY", "let-me-in"));
    }

    /** Windows editors put it there, and the token had a character that no header carries. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void shouldReadAVariablesFileBehindAByteOrderMark(String charset) throws IOException {
        Path file = Files.write(folder.resolve("token"), "\uFEFFlet-me-in\r\n".getBytes(Charset.forName(charset)));

        assertThat(AppConfig.read(Map.of("DRUMBEAT_BOOTSTRAP_TOKEN_FILE", file.toString()), RunMode.SERVE)
                        .bootstrapToken())
                .contains(new Hidden("let-me-in"));
    }

    @Test
    void shouldSayWhatAVariablesFileIsNotWhenItIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("token"), new byte[] {'x', (byte) 0xff});

        assertThat(problems(RunMode.SERVE, Map.of("DRUMBEAT_BOOTSTRAP_TOKEN_FILE", file.toString())))
                .containsExactly("DRUMBEAT_BOOTSTRAP_TOKEN_FILE names the file " + file
                        + ", which is neither UTF-8 nor UTF-16 text.");
    }

    @Test
    void shouldRefuseAFileThatIsMissingEmptyOrOneTooManyWhenItIsNamed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThat(problems(
                        RunMode.SERVE,
                        Map.of(
                                "DRUMBEAT_LOG_FORMAT_FILE",
                                folder.resolve("none").toString(),
                                "DRUMBEAT_DATA_DIR_FILE",
                                empty.toString(),
                                "DRUMBEAT_HTTP_PORT",
                                "80",
                                "DRUMBEAT_HTTP_PORT_FILE",
                                "port")))
                .containsExactly(
                        "DRUMBEAT_HTTP_PORT and DRUMBEAT_HTTP_PORT_FILE are both set: keep one of them.",
                        "DRUMBEAT_DATA_DIR_FILE names the file " + empty + ", which is empty.",
                        "DRUMBEAT_LOG_FORMAT_FILE names the file " + folder.resolve("none")
                                + ", which cannot be read.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DRUMBEAT_HTTP_HOST | a host/x | must be a host name
                    DRUMBEAT_HTTP_HOST | host:80 | must be a host name
                    DRUMBEAT_HTTP_PORT | 0 | must be a whole number from 1 to 65535
                    DRUMBEAT_HTTP_PORT | 65536 | must be a whole number from 1 to 65535
                    DRUMBEAT_HTTP_PORT | tcp://1 | must be a whole number from 1 to 65535
                    DRUMBEAT_PUBLIC_URL | drumbeat.example | must be an http or https URL
                    DRUMBEAT_PUBLIC_URL | ftp://drumbeat.example | must be an http or https URL
                    DRUMBEAT_PUBLIC_URL | https://drumbeat.example/?a | must be an http or https URL
                    DRUMBEAT_DB_URL | postgres://db | must begin with jdbc:postgresql://
                    DRUMBEAT_BOOTSTRAP_TOKEN | two words | must be of printable ASCII
                    DRUMBEAT_MAX_UPLOAD_BYTES | 1 GiB | must be a whole number of at least 1
                    DRUMBEAT_TEMPORAL_RATE | 0 | must be a number above 0
                    DRUMBEAT_TEMPORAL_RATE | NaN | must be a number above 0
                    DRUMBEAT_LOG_FORMAT | xml | must be text or json
                    DRUMBEAT_ALLOW_PRIVATE_MEDIA_HOSTS | yes | must be true or false
                    DRUMBEAT_STOP_WORDS | , | must be words separated by commas, at least one
                    DRUMBEAT_STOP_WORDS | stop,,end | must be words separated by commas
                    DRUMBEAT_STOP_WORDS | "stop, please",end | must be words separated by commas
                    DRUMBEAT_START_WORDS | start;go | must be words separated by commas
                    DRUMBEAT_START_WORDS | !, start | must be words separated by commas
                    """)
    void shouldSayWhatToWriteWhenAValueIsWrong(String variable, String value, String advice) {
        assertThat(problems(RunMode.SERVE, Map.of(variable, value)))
                .singleElement()
                .asString()
                .startsWith(variable + " " + advice)
                .endsWith(".");
    }

    @Test
    void shouldNameBothListsWhenAWordIsInBoth() {
        assertThat(problems(RunMode.SERVE, Map.of("DRUMBEAT_STOP_WORDS", "stop, START!")))
                .singleElement()
                .asString()
                .startsWith("DRUMBEAT_STOP_WORDS and DRUMBEAT_START_WORDS both have \"start\"");
    }

    @Test
    void shouldReportEverythingAtOnceWhenSeveralAreWrong() {
        assertThat(problems(
                        RunMode.WORKER,
                        Map.of(
                                "DRUMBEAT_HTTP_PORT", "x",
                                "DRUMBEAT_TEMPORAL_RATE", "x",
                                "DRUMBEAT_DB_USER", "drummer")))
                .hasSize(5)
                .anyMatch(sentence -> sentence.startsWith("DRUMBEAT_DB_URL is not set: worker"))
                .anyMatch(sentence -> sentence.startsWith("TEMPORAL_ADDRESS is not set: worker"));
    }

    @Test
    void shouldTraceNothingWhenNobodyAsksForIt() {
        assertThat(List.of(
                        Map.<String, String>of(),
                        Map.of("OTEL_SERVICE_NAME", "drumbeat", "OTEL_TRACES_SAMPLER", "whatever"),
                        Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", "OTEL_SDK_DISABLED", "TRUE")))
                .allSatisfy(
                        variables -> assertThat(traces(variables).variables()).isEmpty());
    }

    @Test
    void shouldTraceAsOpenTelemetrysVariablesSayWhenOneAsksForIt() throws IOException {
        Path headers = Files.writeString(folder.resolve("headers"), "api-key=hush\n");

        assertThat(traces(Map.of("OTEL_TRACES_EXPORTER", "otlp")).variables()).containsOnlyKeys("OTEL_TRACES_EXPORTER");
        AppConfig.TraceConfig traces = traces(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318",
                "OTEL_EXPORTER_OTLP_HEADERS_FILE", headers.toString(),
                "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                "OTEL_TRACES_SAMPLER_ARG", "0.05",
                "OTEL_PROPAGATORS", "tracecontext, baggage"));
        assertThat(traces.variables())
                .containsEntry("OTEL_EXPORTER_OTLP_HEADERS", "api-key=hush")
                .containsEntry("OTEL_TRACES_SAMPLER_ARG", "0.05");
        assertThat(traces.toString()).doesNotContain("hush");
    }

    private static AppConfig.TraceConfig traces(Map<String, String> variables) {
        return AppConfig.read(variables, RunMode.SERVE).traces();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    OTEL_TRACES_EXPORTER | zipkin | must be otlp or none
                    OTEL_EXPORTER_OTLP_PROTOCOL | grpc | must be http/protobuf
                    OTEL_EXPORTER_OTLP_TRACES_PROTOCOL | http/json | must be http/protobuf
                    OTEL_EXPORTER_OTLP_ENDPOINT | collector:4318 | must be a URL that begins with http://
                    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT | http:// | must be a URL that begins with http://
                    OTEL_EXPORTER_OTLP_HEADERS | hush | must be name=value pairs
                    OTEL_RESOURCE_ATTRIBUTES | a=b,hush | must be name=value pairs
                    OTEL_TRACES_SAMPLER | often | must be one of always_off, always_on
                    OTEL_PROPAGATORS | b3 | must be tracecontext, baggage
                    """)
    void shouldSayWhatToWriteWhenAVariableOfTracesIsWrong(String variable, String value, String advice) {
        Map<String, String> variables = new HashMap<>(Map.of("OTEL_TRACES_EXPORTER", "otlp"));
        variables.put(variable, value);

        assertThat(problems(RunMode.SERVE, variables))
                .singleElement()
                .asString()
                .startsWith(variable + " " + advice)
                .doesNotContain("hush");
    }

    @Test
    void shouldSayThatAShareOfTracesIsBetweenNoneAndAll() {
        assertThat(problems(
                        RunMode.SERVE,
                        Map.of(
                                "OTEL_TRACES_EXPORTER", "otlp",
                                "OTEL_TRACES_SAMPLER", "traceidratio",
                                "OTEL_TRACES_SAMPLER_ARG", "5%")))
                .containsExactly("OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1: the share of traces to keep.");
    }

    @Test
    void shouldNotRepeatABadSecretWhenItIsRefused() {
        assertThat(problems(RunMode.SERVE, Map.of("DRUMBEAT_BOOTSTRAP_TOKEN", "hush hush")))
                .noneMatch(sentence -> sentence.contains("hush"));
        assertThat(problems(RunMode.WORKER, Map.of("DRUMBEAT_NOTIFY_SECRET", "whsec_hush!")))
                .noneMatch(sentence -> sentence.contains("hush"))
                .anyMatch(sentence -> sentence.startsWith("DRUMBEAT_NOTIFY_SECRET must be whsec_ and a key in base64"));
    }

    @Test
    void shouldStandInTheDocumentAsTheyAreWhenSettingsAreListed() throws IOException {
        String document = Files.readString(Path.of("..").resolve("docs/settings.md"));
        String table =
                document.substring(document.indexOf("<!-- settings -->"), document.indexOf("<!-- /settings -->"));

        assertThat(table.lines().filter(line -> line.startsWith("| `DRUMBEAT_")))
                .containsExactlyElementsOf(List.of(Setting.values()).stream()
                        .map(setting -> "| `" + setting.variable() + "` | " + setting.defaultText() + " | "
                                + setting.meaning() + " |")
                        .toList());
        assertThat(table).contains("| `TEMPORAL_ADDRESS`");
    }

    private static List<String> problems(RunMode mode, Map<String, String> variables) {
        return catchThrowableOfType(BadConfiguration.class, () -> AppConfig.read(variables, mode))
                .sentences();
    }
}
