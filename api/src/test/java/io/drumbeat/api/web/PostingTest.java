package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.drumbeat.api.RunningApp;
import io.drumbeat.api.web.Wire.Trouble;
import io.drumbeat.campaigns.TakesLong;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the page says of a new campaign when the upload is stopped or an answer is lost: it said that nothing was posted, and nine
 * seconds later the campaign ran. Since then all that it posts is a draft.
 */
@TakesLong
class PostingTest extends BrowserTest {

    private static final String PEOPLE = "phone,name\n+919876500001,Asha\n+919876500002,Bela\n";

    /** More than what the browser and the kernel take while nobody reads it. */
    private static final String MANY_MORE = "+919876500003,Chand\n".repeat(1_000_000);

    private Wire wire;
    private Visit visit;

    @BeforeEach
    void signIn() {
        wire = new Wire(drumbeat.url(""));
        visit = new Visit(wire::url, chromium.window(1100, 900));
        visit.signIn(RunningApp.TOKEN);
        visit.expectBrokenConnections();
    }

    @AfterEach
    void leave() {
        try {
            visit.close();
        } finally {
            wire.close();
        }
    }

    private void drop(String name, String csv) {
        visit.open("#/new");
        visit.choose("#recipients", name + ".csv", csv);
    }

    private Locator problem() {
        return visit.page().locator("#recipients-errors");
    }

    /** A draft of that name that lacks nothing but the button. */
    private void ready(String name) {
        visit.drop(name + ".csv", PEOPLE + "+919876500009," + name + "\n");
        visit.step("Message");
        visit.choosePicture(0);
        assertThat(visit.page().locator("img.thumbnail")).isVisible();
        visit.page().locator("#media-caption").fill(name); // the same to the same people twice is asked about
        visit.step("Check");
    }

    @Test
    void shouldPostNothingWhenItIsStoppedWhileItIsUploaded() {
        wire.set(Trouble.UPLOAD_STALLS);
        drop("Stopped while uploaded", PEOPLE + MANY_MORE);
        visit.button("Stop").click();

        assertThat(visit.page().getByText("Who should get it?")).isVisible();
        assertThat(visit.campaigns("Stopped while uploaded")).isEmpty();
    }

    @Test
    void shouldMakeOneDraftWhenAnAnswerIsLostAndItIsTriedAgain() {
        wire.set(Trouble.ANSWER_IS_LOST);
        drop("Answer lost", PEOPLE);
        assertThat(problem()).containsText("There was no answer");
        wire.release();

        visit.button("Try again").click();

        assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("Answer lost");
        assertThat(visit.campaigns("Answer lost")).containsExactly("draft");
    }

    /** The list was gone, and what had been posted of it ran. */
    @Test
    void shouldOfferTheDraftWhenTheTabIsLoadedAnewBeforeTheAnswer() throws InterruptedException {
        wire.set(Trouble.ANSWER_WAITS);
        drop("Loaded anew", PEOPLE);
        assertThat(visit.page().getByText("the rows are being read")).isVisible();
        wire.awaitAnswer();

        visit.page().reload();
        assertThat(problem()).containsText("before Drumbeat had said that all of it is there");
        visit.page()
                .getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Loaded anew").setExact(true))
                .click();

        assertThat(visit.page().locator("main")).containsText("2 people can get it");
        assertThat(visit.campaigns("Loaded anew")).containsExactly("draft");
        visit.open("#/new");
        visit.button("Forget this file").click();
        visit.page().reload();
        assertThat(visit.page().getByText("Who should get it?")).isVisible();
    }

    /** What its beginning says does not wait for the rest, and the page never holds more of it than is looked at. */
    @Test
    void shouldBearAListOfThreeHundredThousandPeople() {
        Page page = visit.page();
        wire.set(Trouble.UPLOAD_STALLS);
        drop("As long as they get", manyPeople(300_000));
        assertThat(page.getByText(Pattern.compile("^Uploading: [\\d,.]+ .* of 1[\\d,.]+ MB$")))
                .isVisible();
        assertThat(page.getByLabel("Upload")).isVisible();
        assertThat(page.locator("th[data-phone]")).containsText("Mobile");
        assertThat(page.locator(".rows tbody")).containsText("+919876000004");
        assertThat(visit.campaigns("As long as they get")).isEmpty();
        wire.release();
        assertThat(page.locator("main")).containsText("300,000 people can get it");

        visit.step("Message");
        visit.choosePicture(0);
        assertThat(page.locator("img.thumbnail")).isVisible();
        visit.step("Numbers");
        page.getByText("At a time").click();
        visit.step("Check");
        visit.button("Schedule for 300,000 people").click();
        assertThat(visit.status()).hasText("Scheduled");
        visit.part("Recipients");
        Locator rows = page.locator("tbody tr");
        assertThat(rows).hasCount(50);
        visit.button("Show more").click();
        assertThat(rows).hasCount(100);
        page.getByLabel("Table of recipients").press("End");
        assertThat(rows.last()).isInViewport();
        assertThat(rows.first()).not().isInViewport();
        page.locator(".chips a").getByText("To come 300,000").click();
        assertThat(page.locator(".chips [aria-current]")).containsText("To come");
        assertThat(rows).hasCount(50);
        page.getByLabel("Look for a phone").fill("+919876299999");
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("300001");
        visit.more("Cancel the campaign");
        assertThat(page.locator("dialog")).containsText("300,000 people will get no message");
        page.locator("dialog").getByText("Cancel the campaign").click();
        assertThat(visit.status()).hasText("Cancelled");
    }

    private static String manyPeople(int number) {
        StringBuilder csv = new StringBuilder("Customer,Mobile,Notes\n");
        for (int i = 0; i < number; i++) {
            csv.append("R%d,+919876%06d,Asks for a call back first\n".formatted(i, i));
        }
        return csv.toString();
    }

    @Test
    void shouldGoOnWhenTheSessionEndsDuringTheUpload() {
        visit.page().route(url -> url.endsWith("/api/v1/campaigns"), route -> {
            visit.loseSession();
            route.resume();
        });
        drop("Signed in again", PEOPLE);
        visit.page().getByLabel("Token").waitFor();
        visit.page().unrouteAll();
        visit.signInAgain(RunningApp.TOKEN);

        visit.button("Try again").click();

        assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("Signed in again");
    }

    @Test
    void shouldSayThatItIsADraftWhenItCannotBeStarted() {
        ready("Not started");
        visit.page().route(url -> url.endsWith("/start"), route -> route.abort());
        visit.button("Send to 3 people").click();

        assertThat(visit.page().locator(".send")).containsText("Drumbeat does not answer");
        assertThat(visit.campaigns("Not started")).containsExactly("draft");
        visit.page().unrouteAll();
        visit.button("Send to 3 people").click();
        assertThat(visit.heading("Not started")).isVisible();
    }

    @Test
    void shouldShowTheCampaignWhenOnlyTheAnswerToItsStartIsLost() {
        ready("Started all the same");
        visit.page().route(url -> url.endsWith("/start"), route -> {
            assertThat(route.fetch().status()).isEqualTo(200);
            route.abort();
        });
        visit.button("Send to 3 people").click();

        assertThat(visit.heading("Started all the same")).isVisible();
    }

    /** Two windows, or two people: it must not be written on as if it were still a draft. */
    @Test
    void shouldShowTheCampaignWhenAColleagueHasStartedItMeanwhile() {
        ready("Started by a colleague");
        visit.step("Numbers");
        visit.start("Started by a colleague");
        chooseSlower();

        assertThat(visit.heading("Started by a colleague")).isVisible();
    }

    /** It said that it could not be saved, and stayed there. */
    @Test
    void shouldShowTheCampaignWhenItHasEndedMeanwhile() {
        ready("Ended meanwhile");
        visit.step("Numbers");
        visit.start("Ended meanwhile");
        await().until(() -> visit.campaigns("Ended meanwhile").equals(List.of("completed")));
        chooseSlower();

        assertThat(visit.heading("Ended meanwhile")).isVisible();
    }

    /** Unless the page has noticed by itself, and shows the campaign already: it looks every few seconds. */
    private void chooseSlower() {
        visit.page().evaluate("""
                [...document.querySelectorAll('label')].find(label => label.textContent.includes('Slower'))?.click()""");
    }

    /** Nothing may go out by a button that somebody else finds. */
    @Test
    void shouldLeaveNothingOfItToWhoeverSignsInNext() {
        List<String> started = new ArrayList<>();
        visit.page().onRequest(request -> {
            if (request.url().endsWith("/start")) {
                started.add(request.url());
            }
        });
        ready("Of another person");
        visit.step("Message");
        visit.page().locator("#media-caption").fill("Hello {{Nobody Knows}}");
        visit.button("Sign out").click();
        visit.signInAgain(drumbeat.token("marketer"));

        visit.open("#/new");
        assertThat(visit.page().getByText("Who should get it?")).isVisible();
        assertThat(visit.page().getByText("Of another person")).hasCount(0);
        assertThat((Integer) visit.page().evaluate("localStorage.length")).isZero();
        assertThat(started).isEmpty();
    }

    @Test
    void shouldLetAMarketerTakeBackTheirOwnDraft() {
        visit.close();
        visit = visit();
        visit.signIn(drumbeat.token("marketer"));
        visit.drop("taken back.csv", PEOPLE);
        visit.open("#/campaigns");
        visit.page().getByText("taken back").click();
        assertThat(visit.status()).hasText("Draft");
        assertThat(visit.page().getByText("Go on writing it")).isVisible();

        visit.more("Cancel the campaign");
        visit.page().locator("dialog").getByText("Cancel the campaign").click();

        assertThat(visit.status()).hasText("Cancelled");
    }
}
