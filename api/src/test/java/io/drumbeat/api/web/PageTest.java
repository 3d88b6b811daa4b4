package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import io.drumbeat.api.RunningApp;
import io.drumbeat.campaigns.TakesLong;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on the real application, which sends through the simulator. */
@TakesLong
class PageTest extends BrowserTest {

    private static final String REFUSED_PHONE = "+919876599126"; // the simulator answers 131026
    private static final Pattern AT_LEAST_THREE = Pattern.compile("[3-9]|[1-9][0-9]+");

    private static String people(int number) {
        return IntStream.range(0, number)
                .mapToObj("+9198765%05d,Person\n"::formatted)
                .collect(Collectors.joining("", "phone,name\n", ""));
    }

    @Test
    void shouldSignInWithTheRightTokenOnlyAndSignOut() {
        try (Visit visit = visit()) {
            visit.open("");
            visit.page().getByLabel("Token").fill("a wrong one");
            visit.button("Sign in").click();
            assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("not known here");
            visit.page().getByLabel("Token").fill(RunningApp.TOKEN);
            visit.page().getByLabel("Token").press("Enter");
            assertThat(visit.heading("Campaigns")).isVisible();
            visit.button("Sign out").click();
            assertThat(visit.heading("Sign in")).isVisible();
            visit.page().reload();
            assertThat(visit.heading("Sign in")).isVisible();
        }
    }

    @Test
    void shouldForbidWhateverIsNotItsOwn() {
        try (Visit visit = visit()) {
            Response response = visit.page().navigate(drumbeat.url("/"));
            assertThat(response.headerValue("content-security-policy"))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void shouldShowACampaignToItsEnd() throws Exception {
        try (Visit visit = signedIn()) {
            String header = people(0);
            visit.post(
                    "To its end",
                    "Quick number",
                    people(100).replace(header, header + REFUSED_PHONE + ",Nobody\nnonsense,Typo\n"));

            assertThat(visit.status()).hasText("Sending");
            assertThat(visit.figure("sent")).hasText(AT_LEAST_THREE);
            visit.button("Pause").click();
            assertThat(visit.status()).hasText("Paused");
            int sent = visit.count("sent");
            assertThat(sent).isLessThan(100);
            visit.page().reload();
            assertThat(visit.figure("sent")).hasText("" + sent);
            visit.button("Resume").click();

            assertThat(visit.status()).hasText("Finished");
            assertThat(visit.figure("sent")).hasText("100");
            assertThat(visit.figure("failed")).hasText("1");
            assertThat(visit.page().locator(".figures")).containsText("sent of 101");
            assertThat(visit.button("Pause")).hasCount(0);
            assertThat(visit.page().locator(".reasons")).containsText("Not reachable on WhatsApp");
            visit.page().getByLabel("Show 1 person: Not reachable on WhatsApp").click();
            assertThat(visit.page().locator("tbody tr")).hasCount(1);
            assertThat(visit.page().locator("tbody tr")).containsText(REFUSED_PHONE);
            assertThat(visit.page().locator("main")).containsText("Only: Not reachable on WhatsApp.");
            visit.page().getByText("Whatever the reason").click();
            assertThat(visit.page().locator("tbody tr")).hasCount(1); // of those who failed
            visit.part("Overview");
            visit.button("Try again: Not reachable on WhatsApp").click();
            assertThat(visit.heading("Try again with 1 person?")).isVisible();
            visit.page().locator("dialog").getByText("Try again").last().click();
            visit.part("History");
            assertThat(visit.page().locator(".log")).containsText("Tried again by admin: 1 failed");
            assertThat(visit.status()).hasText("Finished");
            visit.part("Recipients");
            Locator refused = visit.page().locator("tr", new Page.LocatorOptions().setHasText(REFUSED_PHONE));
            assertThat(refused).containsText("Not reachable on WhatsApp");
            assertThat(refused.locator("td").last()).hasText("2");
            visit.page()
                    .locator(".chips a", new Page.LocatorOptions().setHasText("Sent"))
                    .click();
            assertThat(refused).hasCount(0);
            visit.page().goBack();
            assertThat(refused).hasCount(1);
            Download all = visit.page()
                    .waitForDownload(
                            () -> visit.page().getByText("Download all").click());
            assertThat(all.suggestedFilename()).isEqualTo("To its end recipients.csv");
            visit.part("Overview");
            Download rejects = visit.page()
                    .waitForDownload(
                            () -> visit.page().getByText("Rows left out").click());
            assertThat(Files.readString(rejects.path())).contains("nonsense");

            visit.open("#/campaigns");
            assertThat(visit.page().locator("tr", new Page.LocatorOptions().setHasText("To its end")))
                    .containsText("101");
        }
    }

    @Test
    void shouldCancelOnceThatIsConfirmed() {
        try (Visit visit = signedIn()) {
            visit.post("To be cancelled", "Slow number", people(50));

            visit.more("Cancel the campaign");
            assertThat(visit.page().locator("dialog"))
                    .containsText(Pattern.compile("[0-9]+ people will get no message"));
            visit.button("Go back").click();
            assertThat(visit.status()).hasText("Sending");
            visit.more("Cancel the campaign");
            visit.page().getByLabel("Reason").fill("Wrong picture");
            visit.page().locator("dialog").getByText("Cancel the campaign").click();

            assertThat(visit.status()).hasText("Cancelled");
            assertThat(visit.figure("pending")).hasText("0");
            assertThat(visit.page().locator(".menu").getByText("Cancel the campaign"))
                    .hasCount(0);
            visit.part("History");
            assertThat(visit.page().locator(".log")).containsText("Cancelled by admin: Wrong picture");
        }
    }

    @Test
    void shouldShowAHostileNameAndRunNothingOfIt() {
        String name = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{1}}";
        try (Visit visit = signedIn()) {
            visit.post(name, "Quick number", people(1));
            assertThat(visit.heading(name)).isVisible();
            assertThat(visit.status()).hasText("Finished");
            visit.open("#/campaigns");
            assertThat(visit.page().getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(name)))
                    .isVisible();
            assertThat(visit.page().locator("main img, main script")).hasCount(0);
        }
    }

    @Test
    void shouldShowTheTemplateWhenACampaignHasOne() {
        try (Visit visit = signedIn()) {
            visit.postByProgram("""
                    {"name": "With a template", "senders": ["quick"], "media": {"type": "image"},
                     "template": {"name": "offer", "language": "en_US", "parameters": ["Dear {{name}}", "<b>{{phone}}"]}}""", people(2));
            visit.open("#/campaigns");
            visit.page().getByText("With a template").first().click();

            assertThat(visit.status()).hasText("Finished");
            assertThat(visit.figure("sent")).hasText("2");
            visit.part("Message");
            assertThat(visit.page().locator(".bubble")).containsText("offer");
            assertThat(visit.page().locator(".bubble")).containsText("Dear name");
            assertThat(visit.page().locator(".bubble")).containsText("<b>phone");
        }
    }

    @Test
    void shouldComeBackToTheSamePlaceAfterTheSessionHasEnded() {
        try (Visit visit = signedIn()) {
            visit.drop("before the session ended.csv", people(2));
            visit.loseSession();
            visit.page().getByLabel("Name of the campaign").fill("Typed before the session ended");
            visit.page().getByLabel("Name of the campaign").blur();
            visit.signInAgain(RunningApp.TOKEN);
            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("Typed before the session ended");
            assertThat(visit.page().locator(".saved")).hasText("Draft saved");
            assertThat(visit.campaigns("Typed before the session ended")).containsExactly("draft");
        }
    }

    @Test
    void shouldOfferAViewerOnlyWhatAViewerMayDo() {
        try (Visit author = signedIn();
                Visit viewer = visit()) {
            author.post("Seen by a viewer", "Slow number", people(50));

            viewer.signIn(drumbeat.token("viewer"));
            viewer.open("#/campaigns");
            viewer.page().getByText("Seen by a viewer").first().click();
            assertThat(viewer.status()).hasText("Sending");
            assertThat(viewer.page().locator(".actions button")).hasCount(0);
            viewer.open("#/senders");
            assertThat(viewer.page().locator("article")).hasCount(2);
            assertThat(viewer.page().locator("article button[aria-label^=Pause]"))
                    .hasCount(0);
            viewer.open("#/new");
            assertThat(viewer.page().locator("main")).containsText("the role marketer");
            assertThat(viewer.page().locator("main input")).hasCount(0);

            author.more("Cancel the campaign");
            author.page().locator("dialog").getByText("Cancel the campaign").click();
            assertThat(author.status()).hasText("Cancelled");
        }
    }

    @Test
    void shouldFitThePhonesScreen() {
        try (Visit visit = new Visit(drumbeat, chromium.window(360, 740))) {
            visit.signIn(RunningApp.TOKEN);
            visit.post("W".repeat(80), "Slow number", people(2));
            assertFits(visit);
            for (String place : List.of("#/campaigns", "#/senders", "#/suppressions", "#/new")) {
                visit.open(place);
                visit.page().locator("main h1").waitFor();
                assertThat(visit.page().locator("main")).not().containsText("Loading");
                assertFits(visit);
            }
        }
    }

    private static void assertFits(Visit visit) {
        assertThat((Integer) visit.page().evaluate("document.documentElement.scrollWidth"))
                .as(visit.page().url())
                .isLessThanOrEqualTo(360);
    }
}
