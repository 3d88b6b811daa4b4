package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What somebody sees who comes: what is to be done first, what is on, and everything else, to be looked for. */
class HomePageTest extends BrowserTest {

    private static final String MANY = IntStream.range(0, 200)
            .mapToObj("+9198765%05d\n"::formatted)
            .collect(Collectors.joining("", "phone\n", ""));
    private static final String TWO = "phone,name\n+919876520001,Asha\n+919876520002,Bela\n";

    private static final Route.FulfillOptions NO_NUMBERS =
            new Route.FulfillOptions().setContentType("application/json").setBody("{\"items\": []}");

    @Test
    void shouldLeadFromTheFirstStepsToAListThatIsSearched() {
        try (Visit visit = signedIn()) {
            visit.open("#/campaigns");
            Locator steps = visit.page().locator(".steps > li");
            assertThat(steps).hasCount(3);
            assertThat(steps.nth(0)).hasAttribute("data-done", "true");
            assertThat(steps.nth(1)).hasAttribute("data-done", "false");
            assertThat(steps.nth(2)).hasAttribute("data-done", "false");
            visit.page().route("**/api/v1/senders", route -> route.fulfill(NO_NUMBERS));
            visit.page().reload();
            assertThat(steps.nth(0)).hasAttribute("data-done", "false");
            visit.page().unroute("**/api/v1/senders");
            visit.postByProgram("""
                    {"name": "Tried out", "senders": ["quick"], "media": {"type": "image"}, "start": false}""", TWO);
            assertThat(steps.nth(2)).hasAttribute("data-done", "true");
            visit.tryOut("Tried out", "+919876520009");
            visit.page().reload();
            assertThat(steps.nth(0)).hasAttribute("data-done", "true");
            assertThat(steps.nth(1)).hasAttribute("data-done", "true");

            visit.post("Spring", "Quick number", TWO);
            assertThat(visit.status()).hasText("Finished");
            visit.post("Autumn", "Slow number", TWO + "+919876520003,C\n+919876520004,D\n");
            visit.button("Pause").click();
            assertThat(visit.status()).hasText("Paused");

            visit.open("#/campaigns");
            assertThat(visit.page().locator(".cards")).containsText("once it is resumed");
            assertThat(visit.page().locator("tbody tr")).hasCount(3);
            assertThat(steps).hasCount(0);
            visit.page()
                    .waitForResponse(
                            response -> response.url().endsWith("/campaigns?") && response.status() == 304, () -> {});

            // One that waits for somebody stood below all those that run, and these left the table out of sight.
            for (int i = 0; i < 6; i++) {
                visit.postByProgram("""
                        {"name": "On its way", "senders": ["slow"], "media": {"type": "image"}, "allowRepeat": true}""", MANY);
            }
            assertThat(visit.page().locator(".cards > li")).hasCount(6);
            assertThat(visit.page().locator(".cards > li").first()).containsText("Autumn");
            visit.page().getByText("More that are sending").click();
            assertThat(visit.page()).hasURL(Pattern.compile("#/campaigns\\?status=running$"));
            visit.page().goBack();

            visit.page().getByLabel("Look for a name").fill("SPRI");
            assertThat(visit.page().locator("tbody tr")).hasCount(1);
            assertThat(visit.page().getByLabel("Look for a name")).isFocused();
            assertThat(visit.page()).hasURL(Pattern.compile("#/campaigns\\?q=SPRI$"));
            visit.page().locator(".chips a").getByText("Paused").click();
            assertThat(visit.page().locator("main")).containsText("Nothing like that was found");
            visit.page().reload();
            assertThat(visit.page().getByLabel("Look for a name")).hasValue("SPRI");
            visit.page().getByLabel("Look for a name").fill("");
            assertThat(visit.page().locator("tbody tr")).containsText("Autumn");
            assertThat(visit.page()).hasURL(Pattern.compile("#/campaigns\\?status=paused$"));
        }
    }
}
