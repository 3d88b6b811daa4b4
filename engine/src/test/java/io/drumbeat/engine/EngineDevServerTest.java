package io.drumbeat.engine;

import io.drumbeat.engine.temporal.RealTemporal;
import io.drumbeat.engine.temporal.TemporalConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real-temporal")
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
