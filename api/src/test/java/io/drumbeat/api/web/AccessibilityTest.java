package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.drumbeat.api.DrumbeatProcess;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Screens as axe sees them, in both themes. */
class AccessibilityTest extends BrowserTest {

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void shouldFindNothingOnTheLists(ColorScheme theme) {
        try (Visit visit = new Visit(drumbeat, chromium.window(1100, 900, theme))) {
            visit.open("");
            visit.heading("Sign in").waitFor();
            Axe.check(visit.page());
            visit.page().getByLabel("Token").fill("a wrong one");
            visit.button("Sign in").click();
            visit.page().getByRole(AriaRole.ALERT).waitFor();
            Axe.check(visit.page());
            visit.signInAgain(DrumbeatProcess.TOKEN);
            for (String place : List.of("#/campaigns", "#/senders", "#/suppressions")) {
                visit.open(place);
                visit.page().locator("main h1").waitFor();
                assertThat(visit.page().locator("main")).not().containsText("Loading");
                Axe.check(visit.page());
            }
        }
    }
}
