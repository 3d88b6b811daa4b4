package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.ReducedMotion;
import io.drumbeat.api.RunningApp;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.media.SampleMedia;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one campaign shows, and what can be done with it from there. */
@TakesLong
class CampaignPageTest extends BrowserTest {

    private static final String RESET = "+919876599013"; // the simulator resets the connection, unread

    private static String people(int number) {
        StringBuilder csv = new StringBuilder("phone,name\n");
        for (int i = 0; i < number; i++) {
            csv.append("+91987651%04d,Person\n".formatted(i));
        }
        return csv.toString();
    }

    @Test
    void shouldChangeThePaceAndTheNumbersUnderWay() {
        try (Visit visit = signedIn()) {
            visit.post("To be changed", "Slow number", people(50));
            visit.more("Change pace, numbers or hours");
            Locator dialog = visit.page().locator("dialog");
            dialog.getByLabel("Name").fill("Changed");
            dialog.getByLabel("Quick number").check();
            dialog.getByLabel("from, seconds").fill("9");
            dialog.getByLabel("to, seconds").fill("8");
            dialog.getByText("Save").click();
            assertThat(dialog.locator(".problem")).containsText("must not be longer");
            dialog.getByLabel("to, seconds").fill("10");
            dialog.getByLabel("Quiet hours").check();
            dialog.getByLabel("from", new Locator.GetByLabelOptions().setExact(true))
                    .fill("02:00");
            dialog.getByLabel("to", new Locator.GetByLabelOptions().setExact(true))
                    .fill("02:30");
            dialog.getByText("Save").click();

            assertThat(dialog).hasCount(0);
            assertThat(visit.heading("Changed")).isVisible();
            assertThat(visit.page().locator(".numbers > li")).hasCount(2);
            visit.part("History");
            assertThat(visit.page().locator(".log"))
                    .containsText(
                            "Changed by admin: name: Changed; pace: a pause of 9 s to 10 s; quiet hours: 02:00 to 02:30, where each person"
                                    + " is; numbers: Quick number added");
            visit.more("Change pace, numbers or hours");
            assertThat(dialog.getByLabel("Quiet hours")).isChecked();
            dialog.getByText("Save").click(); // as it is
            assertThat(dialog).hasCount(0);
            assertThat(visit.page().locator(".log li")).hasCount(3);
            visit.more("Cancel the campaign");
            dialog.getByText("Cancel the campaign").click();
            assertThat(visit.status()).hasText("Cancelled");
        }
    }

    @Test
    void shouldLeavePeopleOutAndSayWhy() {
        try (Visit visit = signedIn()) {
            visit.post("Some left out", "Slow number", people(40));
            visit.more("Leave people out");
            visit.page().getByLabel("Phones, one per line").fill("+919876510038\n+919876510039\n+14155550123");
            visit.button("Leave them out").click();

            assertThat(visit.page().locator(".told"))
                    .containsText("2 people will get no message. 1 not in this campaign.");
            assertThat(visit.figure("skipped")).hasText("2");
            assertThat(visit.page().locator("[aria-labelledby=why-skipped]"))
                    .containsText("Taken out of this campaign by somebody");
            visit.more("Pause with a reason");
            visit.page().getByLabel("Reason").fill("The price is wrong");
            visit.button("Pause now").click();
            assertThat(visit.status()).hasText("Paused");
            visit.part("History");
            assertThat(visit.page().locator(".log")).containsText("People left out by admin: 2 people");
            assertThat(visit.page().locator(".log")).containsText("Paused by admin: The price is wrong");
        }
    }

    /** It spoke of a vendor, which is an operator's word. */
    @Test
    void shouldSayInAMarketersWordsWhyItPausedByItself() {
        try (Visit visit = signedIn()) {
            visit.post("Refused", "Quick number", "phone\n+919876599201\n");
            assertThat(visit.status()).hasText("Paused");
            assertThat(visit.page().locator(".warning"))
                    .containsText("The provider refused the message itself (132001)");
            visit.part("History");
            assertThat(visit.page().locator(".log"))
                    .containsText("Paused by Drumbeat itself: The provider refused the message itself (132001)");
        }
    }

    @Test
    void shouldFindAPersonByThePhone() {
        try (Visit visit = signedIn()) {
            visit.post("To be searched", "Slow number", people(60));
            visit.part("Recipients");
            Locator rows = visit.page().locator("tbody tr");
            assertThat(rows).hasCount(50);
            Locator search = visit.page().getByLabel("Look for a phone");

            search.fill("+91 98765-10057");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("+919876510057");
            assertThat(search).isFocused();
            search.fill("9198765100");
            assertThat(rows).hasCount(50);
            search.fill("91987651005");
            assertThat(rows).hasCount(10);
            visit.page().reload();
            assertThat(search).hasValue("91987651005");
            assertThat(rows).hasCount(10);
            search.fill("+1415");
            assertThat(visit.page().locator("main")).containsText("Nobody here has a phone like that");
            search.fill("Asha");
            assertThat(visit.page().locator(".problem")).containsText("type its first three digits at least");
            search.fill("0057");
            assertThat(rows).hasCount(1);
            assertThat(rows).containsText("+919876510057");
            search.fill("");
            assertThat(rows).hasCount(50);
            assertThat((Boolean) visit.page().evaluate("""
                            () => { const box = document.querySelector('.wide.tall'); return box.scrollHeight > box.clientHeight
                              && document.documentElement.scrollWidth <= innerWidth; }"""))
                    .as("scrolls in itself")
                    .isTrue();
        }
    }

    /** Half a minute of sends is no curve worth waiting for: what the server tells is made up here. */
    @Test
    void shouldDrawHowFastItWasAndWhenItWasPaused() {
        try (Visit visit = signedIn()) {
            visit.page().route("**/sends", route -> {
                Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("""
                        {"from": "%s", "width": "PT10S", "counts": [3, 2, 0, 0, 3, 4],
                         "pauses": [{"from": "%s", "to": "%s", "by": "operations", "reason": "<b>\u202eprice</b>"}]}""".formatted(now, now.plusSeconds(20), now.plusSeconds(40))));
            });
            visit.post("Fast and slow", "Slow number", people(50));

            Locator curve = visit.page().locator("[aria-labelledby=sends]");
            assertThat(curve).containsText("Messages a minute");
            assertThat(curve.locator(".pause")).hasCount(1);
            assertThat(curve.locator(".pauses")).containsText("by operations: <b>\u202eprice</b>");
        }
    }

    @Test
    void shouldPlayAVideoWhereItStands() {
        try (Visit visit = signedIn()) {
            visit.postByProgram("""
                    {"name": "A film", "senders": ["slow"], "media": {"type": "video", "fileName": "film.mp4"}, "start": false}""", people(2), new FilePayload("film.mp4", "video/mp4", SampleMedia.MP4));
            visit.open("#/campaigns");
            visit.page().getByText("A film").first().click();
            Response file = visit.page()
                    .waitForResponse(response -> response.url().endsWith("/media"), () -> visit.part("Message"));

            assertThat(visit.page().locator("video")).hasAttribute("aria-label", "film.mp4");
            assertThat(file.status()).isEqualTo(206);
        }
    }

    @Test
    void shouldMakeADraftToThoseWhoDidNotReply() {
        try (Visit visit = signedIn()) {
            visit.post("No reply", "Quick number", people(5));
            assertThat(visit.page().locator(".end")).containsText("nobody twice");

            visit.more("New campaign to some of these people");
            Locator dialog = visit.page().locator("dialog");
            assertThat(dialog).containsText("have not replied 5");
            assertThat(dialog).not().containsText("have replied");
            dialog.getByLabel("have not replied").check();
            dialog.getByText("Make the draft").click();

            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("No reply (follow-up)");
            assertThat(visit.page().locator("[data-count=accepted]")).hasText("5");
            assertThat(visit.page().locator(".bubble img")).isVisible();
            visit.step("Check and send");
            visit.button("Send to 5 people").click();
            assertThat(visit.page().locator(".end")).containsText("nobody twice");
        }
    }

    @Test
    void shouldDuplicateWithoutItsPeople() {
        try (Visit visit = signedIn()) {
            visit.post("Once", "Slow number", people(50));
            visit.more("Duplicate");
            visit.page().getByLabel("Name of the new campaign").fill("Twice");
            visit.button("Make the draft").click();

            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("Twice");
            assertThat(visit.page().getByText("Drop your list here")).isVisible();
        }
    }

    /** It beats for what is really sent, and not for those who want things to stand still. */
    @Test
    void shouldBeatWithEachSendUnlessMotionIsUnwelcome() {
        try (Visit visit = signedIn();
                Visit calm = signedIn()) {
            String count =
                    "let beats = 0; Element.prototype.animate = () => { document.body.dataset.beats = ++beats; };";
            visit.page().addInitScript(count);
            calm.page().addInitScript(count);
            calm.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            visit.post("Beating", "Slow number", people(50));
            calm.page().navigate(visit.page().url());
            assertThat(calm.status()).hasText("Sending");
            int before = calm.count("sent");

            assertThat(visit.page().locator(".sentence")).containsText("Next message in");
            assertThat(visit.page().locator("body[data-beats]:not([data-beats='1'])"))
                    .isVisible();
            assertThat(calm.figure("sent")).not().hasText("" + before);
            assertThat(calm.page().locator("body[data-beats]")).hasCount(0);
        }
    }

    @Test
    void shouldTellOfTheEndOnlyWhereThatIsTurnedOn() {
        try (Visit visit = signedIn()) {
            visit.page().addInitScript("""
                    let drums = 0;
                    const play = OscillatorNode.prototype.start;
                    OscillatorNode.prototype.start = function (...when) {
                      document.body.dataset.drums = ++drums;
                      play.apply(this, when);
                    };""");
            visit.post("Loud", "Quick number", people(60));
            Page page = visit.page();
            page.locator(".menu summary").click();
            assertThat(page.getByLabel("Sound at the end")).not().isChecked();
            page.getByLabel("Sound at the end").check();
            assertThat(page.locator("body")).hasAttribute("data-drums", "3"); // a sample
            page.getByLabel("Notification at the end").click();
            assertThat(page.locator(".told")).containsText("does not allow notifications");
            assertThat(page.getByLabel("Notification at the end")).not().isChecked();

            assertThat(visit.status()).hasText("Finished");
            assertThat(page.locator("body")).hasAttribute("data-drums", "6");
            visit.post("Loud again", "Slow number", people(50));
            page.locator(".menu summary").click();
            assertThat(page.getByLabel("Sound at the end")).isChecked();
        }
    }

    /** Some would get it twice: that is never one click away. */
    @Test
    void shouldSendAgainToTheUnconfirmedOnlyOnceThatIsConfirmed() {
        try (Visit visit = signedIn()) {
            visit.post("Unconfirmed", "Quick number", people(3) + RESET + ",Nobody\n");
            assertThat(visit.status()).hasText("Finished");
            Locator box = visit.page().locator("[aria-labelledby=why-unconfirmed]");
            assertThat(box).containsText("1 unconfirmed");
            assertThat(box).containsText("The connection broke before the answer came");
            assertThat(box).containsText("it may or may not have arrived");

            box.getByText("Send again, accepting doubles").click();
            assertThat(visit.heading("Send again to 1 person?")).isVisible();
            visit.button("Go back").click();
            assertThat(visit.status()).hasText("Finished");
            box.getByText("Send again, accepting doubles").click();
            visit.page()
                    .locator("dialog")
                    .getByText("Send again, accepting doubles")
                    .click();
            visit.part("History");
            assertThat(visit.page().locator(".log")).containsText("Tried again by admin: 1 unconfirmed");
        }
    }

    @Test
    void shouldSayThatTheConnectionIsLostForAsLongAsItIs() {
        try (Visit visit = signedIn()) {
            visit.post("Not to be seen for a while", "Slow number", people(50));
            visit.open(
                    "#/campaigns"); // which asks anew: a stream that is open stays so in a browser that plays offline
            Locator campaign = visit.heading("Not to be seen for a while").getByRole(AriaRole.LINK);
            assertThat(campaign).isVisible();
            visit.expectBrokenConnections();
            visit.page().context().setOffline(true);
            assertThat(visit.page().locator(".connection"))
                    .containsText("No connection to Drumbeat. What you see is of");
            assertThat(campaign).isVisible();
            assertThat(visit.page().locator(".problem")).hasCount(0);

            visit.page().context().setOffline(false);
            assertThat(visit.page().locator(".connection")).hasCount(0);
            campaign.click();
            visit.button("Pause").click();
            assertThat(visit.status()).hasText("Paused");
        }
    }

    @Test
    void shouldStandStillForAsLongAsUpdatesArePaused() {
        try (Visit visit = signedIn();
                Visit colleague = signedIn();
                Visit another = signedIn()) {
            visit.post("Held", "Slow number", people(50));
            String campaign = visit.page().url();
            visit.button("Pause updates").click();
            another.page().navigate(campaign);
            assertThat(another.status()).hasText("Sending");
            colleague.page().navigate(campaign);
            colleague.button("Pause").click();
            assertThat(another.status()).hasText("Paused");
            assertThat(visit.status().textContent()).isEqualTo("Sending");

            visit.button("Go on").click();
            assertThat(visit.status()).hasText("Paused");
        }
    }

    /** Nobody loads anything again: what one of two does the other sees, on each screen. */
    @Test
    void shouldShowTheSameToTwoPeople() {
        try (Visit visit = signedIn();
                Visit colleague = signedIn()) {
            visit.post("Seen by two", "Slow number", people(60));
            colleague.page().navigate(visit.page().url());
            visit.page().navigate(visit.page().url() + "/recipients?status=skipped");
            colleague.more("Leave people out");
            colleague.page().getByLabel("Phones, one per line").fill("+919876510059");
            colleague.button("Leave them out").click();
            assertThat(visit.page().locator("tbody tr")).containsText("+919876510059");
            assertThat(visit.page().locator("tbody tr")).containsText("Left out");

            visit.part("History");
            colleague.more("Pause with a reason");
            colleague.page().getByLabel("Reason").fill("The price is wrong");
            colleague.button("Pause now").click();
            assertThat(visit.page().locator(".log")).containsText("Paused by admin: The price is wrong");
            assertThat(visit.status()).hasText("Paused");
            colleague.more("Change pace, numbers or hours");
            colleague.page().locator("dialog").getByLabel("Name").fill("Seen by both");
            colleague.page().locator("dialog").getByText("Save").click();
            assertThat(visit.heading("Seen by both")).isVisible();

            visit.open("#/campaigns");
            Locator campaign =
                    visit.page().locator("main").getByText("Seen by both").first();
            assertThat(campaign).isVisible();
            colleague.more("Cancel the campaign");
            colleague.page().locator("dialog").getByText("Cancel the campaign").click();
            assertThat(visit.page().locator("tr", new Page.LocatorOptions().setHasText("Seen by both")))
                    .containsText("Cancelled");
            visit.open("#/senders");
            colleague.open("#/senders");
            colleague.button("Pause Slow number").click();
            assertThat(visit.button("Resume Slow number")).isVisible();
            visit.button("Resume Slow number").click();
            assertThat(colleague.button("Pause Slow number")).isVisible();
        }
    }

    @Test
    void shouldFindEveryPartByItsAddressAndFitThePhonesScreen() {
        try (Visit visit = new Visit(drumbeat, chromium.window(360, 740))) {
            visit.signIn(RunningApp.TOKEN);
            visit.post("\u202eعرض " + "W".repeat(60), "Quick number", people(5) + "+919876599126,Nobody\n");
            assertThat(visit.status()).hasText("Finished");
            String campaign = visit.page().url();
            for (String part : List.of("", "/recipients?status=failed&code=131026", "/message", "/history")) {
                visit.page().navigate("about:blank");
                visit.page().navigate(campaign + part);
                assertThat(visit.status()).hasText("Finished");
                assertThat(visit.page().locator("main")).not().containsText("Loading");
                assertThat((Integer) visit.page().evaluate("document.documentElement.scrollWidth"))
                        .as(part)
                        .isLessThanOrEqualTo(360);
            }
            assertThat(visit.page().locator(".tabs a[aria-current]")).hasText("History");
            visit.page().navigate(campaign + "/recipients?status=failed");
            assertThat(visit.page().locator("tbody tr")).hasCount(1);
            assertThat(visit.page().locator("tbody tr")).containsText("Not reachable on WhatsApp");
        }
    }

    /** Enter, Escape and the arrows of a browser are all that is needed. */
    @Test
    void shouldBeUsableByKeyboardAlone() {
        try (Visit visit = signedIn()) {
            visit.post("By keyboard", "Slow number", people(50));
            Page page = visit.page();
            visit.button("Pause").focus();
            page.keyboard().press("Enter");
            assertThat(visit.status()).hasText("Paused");
            page.locator(".menu summary").focus();
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            assertThat(visit.button("Change pace, numbers or hours")).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator(".menu summary")).isFocused();
            assertThat(visit.button("Change pace, numbers or hours")).hasCount(0);
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog")).hasCount(0);
        }
    }
}
