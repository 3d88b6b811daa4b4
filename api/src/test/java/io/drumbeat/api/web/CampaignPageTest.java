package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.drumbeat.api.DrumbeatProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one campaign shows, and what can be done with it from there. */
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
            visit.more("Change name, pace or numbers");
            Locator dialog = visit.page().locator("dialog");
            dialog.getByLabel("Name").fill("Changed");
            dialog.getByLabel("Quick number").check();
            dialog.getByLabel("from, seconds").fill("9");
            dialog.getByLabel("to, seconds").fill("8");
            dialog.getByText("Save").click();
            assertThat(dialog.locator(".problem")).containsText("must not be longer");
            dialog.getByLabel("to, seconds").fill("10");
            dialog.getByText("Save").click();

            assertThat(dialog).hasCount(0);
            assertThat(visit.heading("Changed")).isVisible();
            assertThat(visit.page().locator(".numbers > li")).hasCount(2);
            visit.part("History");
            assertThat(visit.page().locator(".log"))
                    .containsText(
                            "Changed by admin: name: Changed; pace: a pause of 9 s to 10 s; numbers: quick added");
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

    @Test
    void shouldFindEveryPartByItsAddressAndFitThePhonesScreen() {
        try (Visit visit = new Visit(drumbeat, chromium.window(360, 740))) {
            visit.signIn(DrumbeatProcess.TOKEN);
            visit.post("\u202eعرض " + "W".repeat(60), "Quick number", people(5) + "+919876599126,Nobody\n");
            assertThat(visit.status()).hasText("Finished");
            String campaign = visit.page().url();
            for (String part : List.of("", "/recipients?status=failed", "/message", "/history")) {
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
            assertThat(visit.button("Change name, pace or numbers")).isFocused();
            page.keyboard().press("Escape");
            assertThat(page.locator(".menu summary")).isFocused();
            assertThat(visit.button("Change name, pace or numbers")).hasCount(0);
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog")).hasCount(0);
        }
    }
}
