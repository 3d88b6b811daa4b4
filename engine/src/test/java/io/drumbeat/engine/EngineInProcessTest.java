package io.drumbeat.engine;

import io.drumbeat.engine.temporal.TemporalConnection;
import java.nio.file.Path;

final class EngineInProcessTest extends EngineContract {
    @Override
    TemporalConnection connect(Path emptyFolder) {
        return TemporalConnection.inProcess(null);
    }
}
