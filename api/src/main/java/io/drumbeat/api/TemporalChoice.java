package io.drumbeat.api;

import io.drumbeat.api.config.AppConfig;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of the three ways to Temporal is taken: the cluster that the configuration names, else the binary on the path,
 * else the server within this process.
 *
 * @param binary the first {@code temporal} on the path, empty where there is none
 */
record TemporalChoice(AppConfig config, Optional<Path> binary) {

    /** @param path folders, as the variable PATH lists them */
    static TemporalChoice of(AppConfig config, String path) {
        return new TemporalChoice(
                config,
                Stream.of(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, "temporal"))
                        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                        .findFirst());
    }

    TemporalConnection open(MeterRegistry meters) {
        if (config.temporal().namesCluster()) {
            return TemporalConnection.cluster(config.temporal().variables(), meters);
        }
        return binary.map(program -> TemporalConnection.devServer(
                        program, config.dataFolder().resolve("temporal"), meters))
                .orElseGet(() -> TemporalConnection.inProcess(meters));
    }
}
