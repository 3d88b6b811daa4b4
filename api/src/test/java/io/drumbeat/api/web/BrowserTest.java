package io.drumbeat.api.web;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.drumbeat.api.RunningApp;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the page in a real browser: one installation and one browser for all of a class. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    /** How long anything may take to show: no verdict may hang on how busy the machine is. */
    static final int PATIENCE_MILLIS = 120_000;

    Installation drumbeat;
    Chromium chromium;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        drumbeat = new Installation(folder);
        chromium = new Chromium();
    }

    @AfterAll
    void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (drumbeat != null) {
            drumbeat.close();
        }
    }

    /** Somebody at a desk, who has not signed in. */
    Visit visit() {
        return new Visit(drumbeat, chromium.window(1100, 900));
    }

    /** Somebody at a desk who may do everything. */
    Visit signedIn() {
        Visit visit = visit();
        visit.signIn(RunningApp.TOKEN);
        return visit;
    }
}
