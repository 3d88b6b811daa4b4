package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.drumbeat.api.DrumbeatProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on the real application, which sends through the simulator. */
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
            visit.page().getByLabel("Token").fill(DrumbeatProcess.TOKEN);
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
    void shouldShowACampaignFromItsFormToItsEnd() throws Exception {
        try (Visit visit = signedIn()) {
            String header = people(0);
            visit.post(
                    "From form to end",
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
            assertThat(all.suggestedFilename()).isEqualTo("From form to end recipients.csv");
            visit.part("Overview");
            Download rejects = visit.page()
                    .waitForDownload(
                            () -> visit.page().getByText("Rows left out").click());
            assertThat(Files.readString(rejects.path())).contains("nonsense");

            visit.open("#/campaigns");
            assertThat(visit.page().locator("tr", new Page.LocatorOptions().setHasText("From form to end")))
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
    void shouldKeepADraftUntilItIsStarted() {
        try (Visit visit = signedIn()) {
            visit.open("#/new");
            visit.fillIn("A draft", "Slow number", people(3));
            visit.page().getByLabel("Keep it as a draft").check();
            visit.button("Post the campaign").click();

            assertThat(visit.status()).hasText("Draft");
            assertThat(visit.button("Pause")).hasCount(0);
            visit.button("Send to 3 people").click();
            assertThat(visit.status()).hasText("Sending");
        }
    }

    @Test
    void shouldShowEveryErrorBesideItsField() {
        try (Visit visit = signedIn()) {
            visit.open("#/new");
            visit.button("Post the campaign").click();
            for (String field : List.of("name", "senders", "media", "recipients")) {
                assertThat(visit.page().locator("#" + field + "-note .error")).containsText("required");
            }

            visit.fillIn("n".repeat(5000), "Quick number", people(3));
            visit.page().getByLabel("Default region").fill("ZZ");
            visit.page().getByLabel("Encoding").fill("cyrilic");
            visit.button("Post the campaign").click();
            assertThat(visit.page().locator("#name-note .error")).containsText("characters");
            assertThat(visit.page().locator("#defaultRegion-note .error")).containsText("region");
            assertThat(visit.page().locator("#encoding-note .error")).containsText("encoding");

            visit.fillIn("Named well", "Quick number", people(3));
            visit.page().getByLabel("Default region").fill("in");
            visit.page().getByLabel("Encoding").fill("utf-8");
            visit.page().getByLabel("Caption").fill("Hello {{nmae}}");
            visit.button("Post the campaign").click();
            assertThat(visit.page().locator("#media-caption-note .error")).containsText("name");

            visit.page().getByLabel("Caption").fill("Hello {{name}}");
            visit.button("Post the campaign").click();
            assertThat(visit.heading("Named well")).isVisible();
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
            visit.open("#/new");
            visit.fillIn("Typed before the session ended", "Slow number", people(2));
            visit.loseSession();
            visit.button("Post the campaign").click();
            visit.page().getByLabel("Token").fill(DrumbeatProcess.TOKEN);
            visit.button("Sign in").click();
            visit.button("Post the campaign").click();
            assertThat(visit.heading("Typed before the session ended")).isVisible();
        }
    }

    @Test
    void shouldPauseAndResumeASender() {
        try (Visit visit = signedIn()) {
            visit.open("#/senders");
            visit.button("Pause Slow number").click();
            assertThat(visit.page().locator("article", new Page.LocatorOptions().setHasText("Slow number")))
                    .containsText("Paused");
            visit.button("Resume Slow number").click();
            assertThat(visit.page().locator("article", new Page.LocatorOptions().setHasText("Slow number")))
                    .containsText("Ready");
        }
    }

    @Test
    void shouldAddFindAndRemoveSuppressedPhones() {
        try (Visit visit = signedIn();
                Visit viewer = visit()) {
            visit.open("#/suppressions");
            visit.page()
                    .getByLabel("Phones", new Page.GetByLabelOptions().setExact(true))
                    .fill("+14155550132\nnonsense");
            visit.page().getByLabel("Reason").fill("Wrote a letter");
            visit.button("Add to the list").click();
            assertThat(visit.page().locator("#phones-note .error")).containsText("not one phone number");
            visit.page()
                    .getByLabel("Phones", new Page.GetByLabelOptions().setExact(true))
                    .fill("+14155550132");
            visit.button("Add to the list").click();
            assertThat(visit.page().locator("tr", new Page.LocatorOptions().setHasText("+14155550132")))
                    .containsText("Wrote a letter");

            visit.page()
                    .getByLabel("Or a file (CSV or Excel)")
                    .setInputFiles(new FilePayload(
                            "stop.csv",
                            "text/csv",
                            "phone\n+14155550133\nnonsense\n".getBytes(StandardCharsets.UTF_8)));
            visit.button("Add to the list").click();
            assertThat(visit.page().locator("main")).containsText("1 phone added, 0 there already, 1 row left out");
            assertThat(visit.page().locator("tbody tr")).hasCount(2);

            visit.page().getByLabel("Phone to look for").fill("+14155550132");
            visit.button("Find").click();
            assertThat(visit.page().locator("tbody tr")).hasCount(1);
            visit.button("Remove +14155550132").click();
            assertThat(visit.page().locator("main")).containsText("There are none.");
            visit.button("Put it back").click();
            assertThat(visit.page().locator("tr", new Page.LocatorOptions().setHasText("+14155550132")))
                    .containsText("Wrote a letter");
            visit.button("Remove +14155550132").click();
            assertThat(visit.page().locator("main")).containsText("There are none.");

            viewer.signIn(drumbeat.token("viewer"));
            viewer.open("#/suppressions");
            assertThat(viewer.page().locator("tbody tr")).hasCount(1);
            assertThat(viewer.page().locator("main button")).hasCount(1);
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
            assertThat(viewer.page().locator("article button")).hasCount(0);
            viewer.open("#/new");
            assertThat(viewer.page().locator("main")).containsText("the role marketer");
            assertThat(viewer.button("Post the campaign")).hasCount(0);

            author.more("Cancel the campaign");
            author.page().locator("dialog").getByText("Cancel the campaign").click();
            assertThat(author.status()).hasText("Cancelled");
        }
    }

    @Test
    void shouldFitThePhonesScreen() {
        try (Visit visit = new Visit(drumbeat, chromium.window(360, 740))) {
            visit.signIn(DrumbeatProcess.TOKEN);
            visit.post("W".repeat(80), "Slow number", people(2));
            assertFits(visit);
            visit.open("#/suppressions");
            visit.page()
                    .getByLabel("Phones", new Page.GetByLabelOptions().setExact(true))
                    .fill("+14155550142");
            visit.page().getByLabel("Reason").fill("R".repeat(80));
            visit.button("Add to the list").click();
            assertThat(visit.button("Remove +14155550142")).isVisible();
            assertFits(visit);
            visit.button("Remove +14155550142").click();
            assertThat(visit.button("Remove +14155550142")).hasCount(0);
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
