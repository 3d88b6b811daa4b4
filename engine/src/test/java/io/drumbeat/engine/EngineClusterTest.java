package io.drumbeat.engine;

import io.drumbeat.engine.temporal.RealTemporal;
import io.drumbeat.engine.temporal.TemporalConnection;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("real-temporal")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineClusterTest extends DurableEngineContract {
    private @Nullable RealTemporal server;

    @BeforeAll
    void start(@TempDir Path serverFolder) {
        server = RealTemporal.start(serverFolder);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    TemporalConnection connect(Path emptyFolder) {
        if (server == null) {
            throw new AssertionError("the server is not there");
        }
        return TemporalConnection.cluster(Map.of("TEMPORAL_ADDRESS", server.address()), null);
    }
}
