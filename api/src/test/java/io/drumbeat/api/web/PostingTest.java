package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.drumbeat.api.DrumbeatProcess;
import io.drumbeat.api.web.Wire.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the page says of a campaign that it posts, when the upload is stopped or an answer is lost: it said that nothing
 * was posted, and nine seconds later the campaign ran.
 */
class PostingTest extends BrowserTest {

    private static final String PEOPLE = "phone,name\n+919876500001,Asha\n+919876500002,Bela\n";

    /** More than what the browser and the kernel take while nobody reads it. */
    private static final String MANY_MORE = "+919876500003,Chand\n".repeat(1_000_000);

    /** The address that campaigns are posted to, and asked for by their key. */
    private static final Pattern CAMPAIGNS = Pattern.compile("/api/v1/campaigns(\\?.*)?$");

    private Wire wire;
    private Visit visit;

    @BeforeEach
    void signIn() {
        wire = new Wire(drumbeat.url(""));
        visit = new Visit(wire::url, chromium.window(1100, 900));
        visit.signIn(DrumbeatProcess.TOKEN);
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

    @Test
    void shouldPostNothingWhenItIsStoppedWhileItIsUploaded() {
        wire.set(Trouble.UPLOAD_STALLS);
        fillInAndPost("Stopped while uploaded", PEOPLE + MANY_MORE);
        visit.button("Stop").click();

        assertThat(alert()).containsText("The upload was stopped. Nothing was posted.");
        assertThat(visit.button("Post the campaign")).isVisible();
        assertThat(visit.campaigns("Stopped while uploaded")).isEmpty();
    }

    @Test
    void shouldOfferNoStopOnceAllIsThere() {
        wire.set(Trouble.ANSWER_WAITS);
        fillInAndPost("All is there");

        assertThat(visit.page().getByText("the recipients are being read")).isVisible();
        assertThat(visit.button("Stop")).hasCount(0);
        wire.release();

        assertThat(visit.heading("All is there")).isVisible();
        assertThat(visit.status()).hasText("Sending");
    }

    @Test
    void shouldAskAndSendNothingWhenTheAnswerIsLost() {
        wire.set(Trouble.ANSWER_IS_LOST);
        fillInAndPost("Answer lost");

        assertThat(there()).containsText("“Answer lost” is there Draft");
        assertThat(there()).containsText("As a draft it sends nothing.");
        assertThat(visit.button("Post the campaign")).hasCount(0);
        assertThat(visit.campaigns("Answer lost")).containsExactly("draft");
        visit.button("Start it").click();

        assertThat(visit.heading("Answer lost")).isVisible();
        assertThat(visit.status()).hasText("Sending");
    }

    @Test
    void shouldNotPostAChangedFormBesideADraftThatIsThereAlready() {
        wire.set(Trouble.ANSWER_IS_LOST);
        fillInAndPost("Before the change");
        assertThat(there()).isVisible();

        visit.page().getByLabel("Caption").fill("Hello, changed");
        visit.page()
                .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .press("Enter");
        visit.page().locator("form").evaluate("form => form.requestSubmit()");
        assertThat(there()).containsText("to post that instead, discard the draft first");
        assertThat(visit.campaigns("Before the change")).containsExactly("draft");
        wire.release();
        visit.button("Discard it").click();
        assertThat(visit.page().getByText("The draft is discarded")).isVisible();
        visit.button("Post the campaign").click();

        assertThat(visit.heading("Before the change")).isVisible();
        assertThat(visit.campaigns("Before the change")).containsExactlyInAnyOrder("cancelled", "running");
    }

    @Test
    void shouldSayThatNothingWasPostedWhenThePostNeverArrived() {
        visit.page().route(CAMPAIGNS, route -> {
            if (isA("POST", route)) {
                route.abort();
            } else {
                route.resume();
            }
        });
        fillInAndPost("Never arrived");

        assertThat(alert()).containsText("There was no answer");
        assertThat(alert()).containsText("Nothing was posted.");
        visit.page().unroute(CAMPAIGNS);
        visit.button("Post the campaign").click();

        assertThat(visit.heading("Never arrived")).isVisible();
        assertThat(visit.campaigns("Never arrived")).hasSize(1);
    }

    @Test
    void shouldGoOnAskingWhileDrumbeatIsAwayOrStillReads() {
        List<String> asked = new ArrayList<>();
        visit.page().route(CAMPAIGNS, route -> {
            if (isA("DELETE", route)) {
                asked.add(route.request().url());
                if (asked.size() == 1) {
                    route.abort();
                } else if (asked.size() < 4) {
                    route.fulfill(new Route.FulfillOptions()
                            .setBody("{\"items\":[],\"nextCursor\":null,\"inProgress\":true}"));
                } else {
                    route.resume();
                }
            } else if (isA("POST", route)) {
                assertThat(route.fetch().status()).isEqualTo(201);
                route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("<html>Bad gateway</html>"));
            } else {
                route.resume();
            }
        });
        fillInAndPost("Asked again and again");

        assertThat(visit.page().getByText("It is still being read.")).isVisible();
        assertThat(visit.button("Post the campaign")).hasCount(0);
        assertThat(there()).containsText("Asked again and again");
        assertThat(asked).hasSize(4);
        assertThat(asked.stream().distinct()).hasSize(1);
    }

    /** It asked by the next person's session, which knows no such key, and said that nothing was posted. */
    @Test
    void shouldNotAskByTheSessionOfWhoeverSignsInNext() {
        AtomicBoolean read = new AtomicBoolean();
        visit.page().clock().install();
        visit.page().route(CAMPAIGNS, route -> {
            if (isA("DELETE", route) && !read.get()) {
                route.fulfill(
                        new Route.FulfillOptions().setBody("{\"items\":[],\"nextCursor\":null,\"inProgress\":true}"));
            } else if (isA("POST", route)) {
                assertThat(route.fetch().status()).isEqualTo(201);
                route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("<html>Bad gateway</html>"));
            } else {
                route.resume();
            }
        });
        fillInAndPost("Of the first of two");
        assertThat(visit.page().getByText("It is still being read.")).isVisible();

        visit.loseSession();
        read.set(true);
        visit.signInAgain(drumbeat.token("marketer"));
        assertThat(visit.button("Post the campaign")).isVisible();
        visit.page().clock().runFor(10_000);
        visit.loseSession();
        visit.page().getByText("Numbers").first().click();
        visit.signInAgain(DrumbeatProcess.TOKEN);
        visit.open("#/new");

        assertThat(there()).containsText("“Of the first of two” is there Draft");
        assertThat(visit.campaigns("Of the first of two")).containsExactly("draft");
    }

    @Test
    void shouldAskWhenTheTabIsLoadedAnewBeforeTheAnswer() throws InterruptedException {
        wire.set(Trouble.ANSWER_WAITS);
        fillInAndPost("Loaded anew");
        assertThat(visit.page().getByText("the recipients are being read")).isVisible();
        wire.awaitAnswer();

        visit.page().reload();

        assertThat(there()).containsText("“Loaded anew” is there Draft");
        visit.button("Discard it").click();
        assertThat(visit.button("Post the campaign")).isVisible();
        assertThat(visit.campaigns("Loaded anew")).containsExactly("cancelled");
    }

    @Test
    void shouldSayThatItIsADraftWhenItCannotBeStarted() {
        visit.page().route(url -> url.endsWith("/start"), route -> route.abort());
        fillInAndPost("Not started");

        assertThat(there()).containsText("It could not be started.");
        assertThat(visit.campaigns("Not started")).containsExactly("draft");
        visit.page().getByText("Open it").click();
        assertThat(visit.status()).hasText("Draft");
        visit.page().unrouteAll();
        visit.page().locator(".actions button").first().click();
        assertThat(visit.status()).hasText("Sending");
        visit.open("#/new");
        assertThat(visit.button("Post the campaign")).isVisible();
    }

    /** It cancelled the running campaign, and said that nothing of it was sent. */
    @Test
    void shouldCancelNothingWhenAColleagueHasStartedTheDraftThatIsDiscarded() {
        wire.set(Trouble.ANSWER_IS_LOST);
        fillInAndPost("Started by a colleague");
        assertThat(there()).containsText("As a draft it sends nothing.");
        wire.release();
        visit.start("Started by a colleague");

        visit.button("Discard it").click();

        assertThat(there()).containsText("“Started by a colleague” is there Sending");
        assertThat(there()).containsText("It could not be discarded. It is running");
        assertThat(visit.button("Discard it")).hasCount(0);
        assertThat(visit.campaigns("Started by a colleague")).containsExactly("running");
    }

    /** It was shown as the draft that it had been, to be discarded. */
    @Test
    void shouldAskWhatBecameOfItWhenNeitherItsStartNorALookAtItIsAnswered() {
        AtomicInteger looks = new AtomicInteger();
        visit.page().route(url -> url.endsWith("/start"), route -> {
            assertThat(route.fetch().status()).isEqualTo(200);
            route.abort();
        });
        visit.page().route(Pattern.compile("/api/v1/campaigns/[0-9a-f-]+$"), route -> {
            if (looks.incrementAndGet() == 1) {
                route.abort();
            } else {
                route.resume();
            }
        });
        fillInAndPost("Started all the same");

        assertThat(visit.heading("Started all the same")).isVisible();
        assertThat(visit.status()).hasText("Sending");
        assertThat(there()).hasCount(0);
    }

    @Test
    void shouldGoOnWhenTheFormIsLeftWhileTheRecipientsAreRead() {
        wire.set(Trouble.ANSWER_WAITS);
        fillInAndPost("Left alone");
        assertThat(visit.page().getByText("the recipients are being read")).isVisible();
        visit.page().getByText("Numbers").first().click();
        assertThat(visit.heading("Numbers")).isVisible();
        visit.page().getByText("Campaigns").first().click();
        wire.release();

        Locator row = visit.page().locator("article", new Page.LocatorOptions().setHasText("Left alone"));
        assertThat(row.locator(".badge")).hasText("Sending");
        assertThat(visit.heading("Campaigns")).isVisible();
    }

    /** Whoever signed in next would have started it, without knowing of it. */
    @Test
    void shouldStartNothingOfSomebodyWhoHasSignedOutWhileItWasRead() throws InterruptedException {
        List<String> started = new ArrayList<>();
        visit.page().onRequest(request -> {
            if (request.url().endsWith("/start")) {
                started.add(request.url());
            }
        });
        wire.set(Trouble.ANSWER_WAITS);
        fillInAndPost("Signed out");
        assertThat(visit.page().getByText("the recipients are being read")).isVisible();
        wire.awaitAnswer();
        visit.button("Sign out").click();
        signInAs("marketer");
        visit.page()
                .waitForResponse(
                        answer -> CAMPAIGNS.matcher(answer.url()).find()
                                && answer.request().method().equals("POST"),
                        wire::release);

        visit.open("#/new");
        assertThat(visit.button("Post the campaign")).isVisible();
        assertThat(started).isEmpty();
        assertThat(visit.campaigns("Signed out")).containsExactly("draft");
    }

    /** Asked with another token, Drumbeat does not know the key: the page would say that nothing was posted. */
    @Test
    void shouldAskNothingForWhoeverSignsInNext() {
        List<String> asked = new ArrayList<>();
        visit.page().onRequest(request -> {
            if (request.method().equals("DELETE")) {
                asked.add(request.url());
            }
        });
        wire.set(Trouble.ANSWER_WAITS);
        fillInAndPost("Of another person");
        assertThat(visit.page().getByText("the recipients are being read")).isVisible();
        visit.loseSession();
        visit.page().reload();
        signInAs("marketer");

        visit.open("#/new");

        assertThat(visit.button("Post the campaign")).isVisible();
        assertThat(there()).hasCount(0);
        assertThat(asked).isEmpty();
    }

    private void signInAs(String role) {
        visit.page().getByLabel("Token").fill(drumbeat.token(role));
        visit.button("Sign in").click();
        assertThat(visit.heading("Campaigns").or(visit.heading("New campaign"))).isVisible();
    }

    @Test
    void shouldLetAMarketerTakeBackTheirOwnDraft() {
        visit.close();
        visit = visit();
        visit.signIn(drumbeat.token("marketer"));
        visit.open("#/new");
        visit.fillIn("A marketer's draft", "Slow number", PEOPLE);
        visit.page().getByLabel("Keep it as a draft").check();
        visit.button("Post the campaign").click();
        assertThat(visit.status()).hasText("Draft");

        visit.more("Cancel the campaign");
        visit.page().locator("dialog").getByText("Cancel the campaign").click();

        assertThat(visit.status()).hasText("Cancelled");
    }

    private void fillInAndPost(String name) {
        fillInAndPost(name, PEOPLE);
    }

    private void fillInAndPost(String name, String csv) {
        visit.open("#/new");
        visit.fillIn(name, "Slow number", csv);
        visit.button("Post the campaign").click();
    }

    private Locator there() {
        return visit.page().locator("section[aria-labelledby=posted]");
    }

    private Locator alert() {
        return visit.page().locator("#errors");
    }

    private static boolean isA(String method, Route route) {
        return route.request().method().equals(method);
    }
}
