package io.drumbeat.engine;

import io.drumbeat.engine.temporal.RealTemporal;
import io.drumbeat.engine.temporal.TemporalConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each of its tests has a server of its own, so that they need not wait for each other. */
@Tag("real-temporal")
@Execution(ExecutionMode.CONCURRENT)
final class EngineDevServerTest extends DurableEngineContract {
    @Override
    TemporalConnection connect(Path emptyFolder) {
        return TemporalConnection.devServer(RealTemporal.binary(), emptyFolder, null);
    }

    /** Here, where each test has a server of its own. */
    @Test
    void shouldRunWithoutWhenCampaignStatusIsOfAnotherType() {
        carriesOutACampaignThoughCampaignStatusIsANumber();
    }
}
