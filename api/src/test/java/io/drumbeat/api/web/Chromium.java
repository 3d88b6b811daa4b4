package io.drumbeat.api.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's own Chromium, driven with the system's own node: nothing is downloaded, and it reaches only this machine. */
final class Chromium implements AutoCloseable {

    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", "/usr/bin/node");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");

    private final Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(ENVIRONMENT));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(BROWSER).setArgs(FLAGS));

    /** A window of that size in CSS pixels, with cookies of its own. */
    BrowserContext window(int width, int height) {
        return window(width, height, ColorScheme.LIGHT);
    }

    /** The same for somebody who likes the page light or dark. */
    BrowserContext window(int width, int height, ColorScheme theme) {
        BrowserContext window = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("en-GB")
                .setColorScheme(theme));
        window.setDefaultTimeout(BrowserTest.PATIENCE_MILLIS);
        return window;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
