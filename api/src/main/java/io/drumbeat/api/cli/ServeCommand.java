package io.drumbeat.api.cli;

import io.drumbeat.api.App;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.BadConfiguration;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.api.config.SendersConfig;
import io.drumbeat.engine.build.Build;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drumbeat itself, or one half of it, until it is stopped. */
@Command(mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Map<String, String> variables;
    private final RunMode mode;

    @Option(
            names = "--after-restore",
            paramLabel = "TIME",
            description =
                    "After the database was restored from a backup: pauses all campaigns, and marks as unconfirmed"
                            + " who may have been sent to since TIME, when the backup was begun, as 2026-11-30T08:00:00Z.")
    private @Nullable String afterRestore;

    ServeCommand(Map<String, String> variables, RunMode mode) {
        this.variables = variables;
        this.mode = mode;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        Optional<AppConfig> config = read(() -> AppConfig.read(variables, mode), wrong);
        Optional<SendersConfig> senders = read(() -> SendersConfig.read(variables, GatewayTypes.all()), wrong);
        Optional<Instant> restored = read(this::restored, wrong);
        if (!wrong.isEmpty() || config.isEmpty() || senders.isEmpty()) {
            throw new BadConfiguration(wrong);
        }
        Logging.write(config.get().logFormat());
        App app =
                App.start(config.get(), senders.get(), mode, variables.getOrDefault("PATH", ""), restored.orElse(null));
        LOG.info("Drumbeat {} on Java {}", Build.THIS, Runtime.version());
        if (mode == RunMode.WORKER) {
            LOG.info("The worker runs on {}", app.engine());
        } else {
            LOG.info(
                    "Drumbeat runs on {}: {}", app.engine(), config.get().http().publicUrl());
        }
        app.temporalUi().ifPresent(ui -> LOG.info("The Temporal UI: {}", ui));
        throw new GivenUp(UntilStopped.keep(app, app.lost()));
    }

    private @Nullable Instant restored() {
        if (afterRestore == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(afterRestore).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (!time.isAfter(Instant.now())) {
                return time;
            }
        } catch (DateTimeParseException noTime) {
            LOG.debug("--after-restore {}", afterRestore, noTime);
        }
        throw new BadConfiguration(List.of("--after-restore must be a time in the past with its offset, such as"
                + " 2026-11-30T08:00:00Z: when the backup was begun."));
    }

    private static <T> Optional<T> read(Supplier<? extends @Nullable T> reader, List<String> wrong) {
        try {
            return Optional.ofNullable(reader.get());
        } catch (BadConfiguration bad) {
            wrong.addAll(bad.sentences());
            return Optional.empty();
        }
    }
}
