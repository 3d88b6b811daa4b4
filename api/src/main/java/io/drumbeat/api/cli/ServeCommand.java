package io.drumbeat.api.cli;

import io.drumbeat.api.App;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.BadConfiguration;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.api.config.SendersConfig;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Drumbeat itself, or one half of it, until it is stopped. */
@Command(mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Map<String, String> variables;
    private final RunMode mode;

    ServeCommand(Map<String, String> variables, RunMode mode) {
        this.variables = variables;
        this.mode = mode;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        Optional<AppConfig> config = read(() -> AppConfig.read(variables, mode), wrong);
        Optional<SendersConfig> senders = read(() -> SendersConfig.read(variables, GatewayTypes.all()), wrong);
        if (config.isEmpty() || senders.isEmpty()) {
            throw new BadConfiguration(wrong);
        }
        Logging.write(config.get().logFormat());
        App app = App.start(config.get(), senders.get(), mode, variables.getOrDefault("PATH", ""));
        if (mode == RunMode.WORKER) {
            LOG.info("The worker runs on {}", app.engine());
        } else {
            LOG.info(
                    "Drumbeat runs on {}: {}", app.engine(), config.get().http().publicUrl());
        }
        app.temporalUi().ifPresent(ui -> LOG.info("The Temporal UI: {}", ui));
        throw new GivenUp(UntilStopped.keep(app, app.lost()));
    }

    private static <T> Optional<T> read(Supplier<T> reader, List<String> wrong) {
        try {
            return Optional.of(reader.get());
        } catch (BadConfiguration bad) {
            wrong.addAll(bad.sentences());
            return Optional.empty();
        }
    }
}
