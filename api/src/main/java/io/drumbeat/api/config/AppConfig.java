package io.drumbeat.api.config;

import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.suppression.OptOutWords;
import io.drumbeat.engine.gateway.BaseUrl;
import io.drumbeat.engine.notice.NoticeSecret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the environment says, checked. Secrets are hidden in {@code toString}.
 *
 * @param dataFolder where the embedded servers and the generated admin token live
 * @param database a PostgreSQL of the user's own; empty: the embedded one
 * @param temporal what the variables TEMPORAL_… say
 * @param traces what the variables OTEL_… say, where they ask for traces; else empty
 * @param bootstrapToken the admin's token; empty: one is made and kept in the data folder
 * @param retentionDays after how many days ended campaigns are erased; empty: they are kept
 * @param notifySecret what notices are signed with; empty: none are taken
 * @param optOutWords what people reply to opt out and in
 */
public record AppConfig(
        Http http,
        Path dataFolder,
        Optional<DatabaseAddress> database,
        TemporalConfig temporal,
        TraceConfig traces,
        Optional<Hidden> bootstrapToken,
        Optional<Integer> retentionDays,
        LogFormat logFormat,
        Optional<NoticeSecret> notifySecret,
        OptOutWords optOutWords) {

    /**
     * Where the API listens and what it takes.
     *
     * @param publicUrl where browsers and vendors reach it; no slash at its end
     * @param maxUploadBytes the largest request, in bytes
     * @param allowPrivateMediaHosts whether {@code media.url} may point at private addresses
     */
    public record Http(String host, int port, URI publicUrl, long maxUploadBytes, boolean allowPrivateMediaHosts) {}

    /**
     * Which Temporal, and how hard it may be driven.
     *
     * @param variables TEMPORAL_…, by name, for temporal-envconfig
     * @param ratePerSecond dispatch activities a second that the installation allows itself
     */
    public record TemporalConfig(Map<String, String> variables, double ratePerSecond) {
        public TemporalConfig {
            variables = Map.copyOf(variables);
        }

        /** Whether they name a cluster. */
        public boolean namesCluster() {
            return variables.containsKey("TEMPORAL_ADDRESS") || variables.containsKey("TEMPORAL_PROFILE");
        }

        /** Leaves the variables out: one of them is a key. */
        @Override
        public String toString() {
            return "TemporalConfig[" + variables.getOrDefault("TEMPORAL_ADDRESS", "embedded") + ", " + ratePerSecond
                    + "/s]";
        }
    }

    /**
     * How traces are wanted.
     *
     * @param variables OTEL_…, by name; none: they are not
     */
    public record TraceConfig(Map<String, String> variables) {
        public TraceConfig {
            variables = Map.copyOf(variables);
        }

        /** Leaves the variables out: headers may be keys. */
        @Override
        public String toString() {
            return "TraceConfig[" + (variables.isEmpty() ? "off" : "on") + "]";
        }
    }

    /**
     * Reads the configuration for {@code mode} from {@code variables}.
     *
     * @throws BadConfiguration naming every variable that is wrong or missing, and what to do
     */
    public static AppConfig read(Map<String, String> variables, RunMode mode) {
        Environment environment = new Environment(variables);
        AppConfig config = new AppConfig(
                http(environment),
                environment.read(Setting.DATA_DIR, Path.of("drumbeat-data"), Values::path),
                database(environment),
                temporal(environment, variables),
                new TraceConfig(TraceVariables.read(environment, variables)),
                environment.read(Setting.BOOTSTRAP_TOKEN, Optional.empty(), token -> Optional.of(Values.token(token))),
                environment.read(Setting.RETENTION_DAYS, Optional.empty(), text -> Optional.of(Values.days(text))),
                environment.read(Setting.LOG_FORMAT, LogFormat.TEXT, Values::logFormat),
                environment.read(Setting.NOTIFY_SECRET, Optional.empty(), text -> Optional.of(new NoticeSecret(text))),
                optOutWords(environment));
        if (mode.half() && environment.text(Setting.DB_URL).isEmpty()) {
            environment.problem("DRUMBEAT_DB_URL is not set: " + mode.command()
                    + " shares its database with other processes, so name a PostgreSQL that all of them reach.");
        }
        if (mode.half() && !config.temporal.namesCluster()) {
            environment.problem("TEMPORAL_ADDRESS is not set: " + mode.command()
                    + " shares Temporal with other processes, so name a cluster that all of them reach.");
        }
        environment.check();
        return config;
    }

    private static Http http(Environment environment) {
        String host = environment.read(Setting.HTTP_HOST, "127.0.0.1", Values::host);
        int port = environment.read(Setting.HTTP_PORT, 8080, Values::port);
        URI here = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return new Http(
                host,
                port,
                environment.read(Setting.PUBLIC_URL, here, BaseUrl::parse),
                environment.read(Setting.MAX_UPLOAD_BYTES, 1L << 30, Values::bytes),
                environment.read(Setting.ALLOW_PRIVATE_MEDIA_HOSTS, false, Values::truth));
    }

    private static Optional<DatabaseAddress> database(Environment environment) {
        Optional<String> user = environment.text(Setting.DB_USER);
        Optional<String> password = environment.text(Setting.DB_PASSWORD);
        boolean given = environment.text(Setting.DB_URL).isPresent();
        if (!given && user.or(() -> password).isPresent()) {
            environment.problem(
                    "DRUMBEAT_DB_USER and DRUMBEAT_DB_PASSWORD have no effect without DRUMBEAT_DB_URL: set it"
                            + " too, or remove them to use the embedded PostgreSQL.");
        }
        return environment.read(
                Setting.DB_URL,
                Optional.empty(),
                url -> Optional.of(new DatabaseAddress(Values.jdbcUrl(url), user.orElse(null), password.orElse(null))));
    }

    private static OptOutWords optOutWords(Environment environment) {
        List<String> stop = environment.read(Setting.STOP_WORDS, OptOutWords.DEFAULT_STOP, Values::words);
        List<String> start = environment.read(Setting.START_WORDS, OptOutWords.DEFAULT_START, Values::words);
        try {
            return new OptOutWords(stop, start);
        } catch (IllegalArgumentException refused) {
            environment.problem("DRUMBEAT_STOP_WORDS and DRUMBEAT_START_WORDS " + refused.getMessage() + ".");
            return new OptOutWords(List.of(), List.of());
        }
    }

    private static TemporalConfig temporal(Environment environment, Map<String, String> variables) {
        return new TemporalConfig(
                TemporalVariables.read(environment, variables),
                environment.read(Setting.TEMPORAL_RATE, 10.0, Values::rate));
    }
}
