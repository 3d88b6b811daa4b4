package io.drumbeat.campaigns;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what must come: so long that a loaded machine never decides. JUnit finds it by itself, for every test
 * of all modules.
 */
public final class Patience implements BeforeAllCallback {

    private static final Duration FOR_EVERYTHING = Duration.ofMinutes(2);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(FOR_EVERYTHING);
    }
}
