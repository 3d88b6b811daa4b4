package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.drumbeat.api.RunningApp;
import io.drumbeat.campaigns.TakesLong;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four steps from a list as people have them to a campaign that sends. */
@TakesLong
class NewCampaignTest extends BrowserTest {

    private static final int LARGEST_PICTURE = 5 << 20;

    /** No column is called like a phone, no number has a country code, and some rows are as they should not be. */
    static String messy(int lists) {
        return """
                Customer,First Name,Contact,Town
                R1,Asha,98123 4567%1$d,Pune
                R2,Bela,87654 3210%1$d,
                R3,Chitra,76543 2109%1$d,Delhi
                R4,Devi,62345 6780%1$d,Nagpur
                R5,Esha,98123,Pune
                R6,Asha again,98123-4567%1$d,Pune
                """.formatted(lists);
    }

    @Test
    void shouldBringAMessyListToARunningCampaign() throws Exception {
        try (Visit visit = signedIn()) {
            visit.drop("diwali_offer-2026.csv", messy(1));

            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("diwali offer 2026");
            assertThat(visit.page().getByLabel("Phone numbers are in")).hasValue("Contact");
            assertThat(visit.page().getByLabel("Numbers without a country code are of"))
                    .hasValue("IN");
            assertThat(visit.page().locator(".how")).containsText("India, it seems: 4 of the 4 numbers looked at");
            assertThat(visit.page().locator("main")).containsText("4 people can get it");
            assertThat(visit.page().locator("th[data-phone]")).containsText("Contact");
            Locator left = visit.page().locator(".rejects tbody tr");
            assertThat(left).hasCount(2);
            assertThat(left.first())
                    .containsText("No such phone number exists. Check for a missing or an extra digit.");
            Download rejects = visit.page()
                    .waitForDownload(
                            () -> visit.page().getByText("Download them").click());
            assertThat(Files.readString(rejects.path())).contains("phone_invalid", "duplicate");

            visit.step("Message");
            visit.choosePicture(LARGEST_PICTURE + 1);
            assertThat(visit.page().locator("#media-errors")).containsText("a picture may have 5 MB at most");
            visit.choosePicture(0);
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            assertThat(visit.page().locator("#media-errors")).isEmpty();
            visit.caption().fill("Hello {{Frist Name}}, see you in {{Town}}");
            assertThat(visit.page().locator("aside")).containsText("Hello Frist Name?, see you in Pune");
            visit.button("Use First Name").click();
            assertThat(visit.page().locator("aside")).containsText("Hello Asha, see you in Pune");
            assertThat(visit.page().locator("#media-caption-notes"))
                    .containsText("1 row has no Town, and would be left out.");
            visit.button("Add a fallback").click();
            visit.page().keyboard().type("your town");
            assertThat(visit.caption()).hasValue("Hello {{First Name}}, see you in {{Town|your town}}");
            assertThat(visit.page().locator("main")).containsText("longest message: 32 of 1,024");
            visit.button("The next message").click();
            assertThat(visit.page().locator("aside")).containsText("see you in your town");

            Locator done = visit.page().locator(".wizard-steps [data-done]");
            assertThat(done).hasCount(2); // the third had its tick before anybody had seen it
            visit.step("Numbers");
            visit.page().getByLabel("Quick number").check();
            visit.page().getByLabel("Slow number").check();
            assertThat(visit.page().locator("#senders .outcome").first()).containsText("messages");
            visit.step("Check");
            assertThat(done).hasCount(3);
            assertThat(visit.page().locator(".all"))
                    .containsText("4 people get a picture with your text from Quick number and Slow number");
            visit.page().locator("#my-phone").fill("98123 45699");
            visit.button("Send me this one").click();
            assertThat(visit.page().locator("#test-note")).containsText("It is on its way to you");
            visit.button("Send to 4 people").click();

            assertThat(visit.heading("diwali offer 2026")).isVisible();
            assertThat(visit.status()).hasText("Finished");
            assertThat(visit.figure("sent")).hasText("4");
            Locator used =
                    visit.page().locator(".numbers p", new Page.LocatorOptions().setHasText("of 2,000 in 24 hours"));
            String before = used.innerText();
            visit.postByProgram("""
                    {"name": "one more", "senders": ["quick"], "media": {"type": "image", "caption": "Hi"}, "allowRepeat": true}""", "phone\n+919876600001\n");
            assertThat(used).not().hasText(before);
            visit.part("History");
            Locator history = visit.page().locator(".log");
            assertThat(history).containsText("Test message sent by admin: Quick number to …5699: sent");
            assertThat(history.getByText("Changed")).hasCount(1); // each field that was left had a line of its own
            assertThat(history).containsText("Changed by admin: picture, video or document; message; numbers");
            assertThat(history).not().containsText("test_sent");
        }
    }

    /** Whoever went back or loaded the page again began from nothing. */
    @Test
    void shouldKeepWhateverWasTypedWhenSomebodyGoesBackOrLoadsThePageAgain() {
        try (Visit visit = signedIn()) {
            visit.drop("kept.csv", messy(2));
            visit.page().getByLabel("Name of the campaign").fill("Kept over all of it");
            visit.step("Message");
            visit.choosePicture(0);
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            visit.caption().fill("Hello {{Nobody Knows}}");
            visit.page().reload(); // in the middle of the text, which cannot be saved as it is

            assertThat(visit.caption()).hasValue("Hello {{Nobody Knows}}");
            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("Kept over all of it");
            assertThat(visit.page().locator(".bad")).containsText("Your list has no column Nobody Knows");
            visit.page().goBack();
            assertThat(visit.page().locator("main")).containsText("4 people can get it");
            visit.page().goForward();
            visit.caption().fill("Hello {{First Name}}");
            visit.step("Numbers");
            visit.page().getByText("Slower").click();
            visit.page().getByText("Nothing at night").click();
            visit.page().getByText("At a time").click();
            visit.awaitSaved();
            String address = visit.page().url();

            visit.open("#/campaigns");
            visit.heading("Campaigns").waitFor();
            visit.open("#/new");
            visit.page().getByText("Kept over all of it").click();
            visit.step("Message");
            assertThat(visit.caption()).hasValue("Hello {{First Name}}");
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            visit.page().navigate(address);
            assertThat(visit.page().getByLabel("A pause from, seconds")).hasValue("10");
            assertThat(visit.page().getByLabel("Quiet from")).hasValue("21:00");
            assertThat(visit.page().getByLabel("It starts on")).hasValue(Pattern.compile("T09:00$"));
            assertThat(visit.campaigns("Kept over all of it")).containsExactly("draft");
            visit.step("Check");
            visit.button("Schedule for 4 people").click();
            assertThat(visit.status()).hasText("Scheduled");
        }
    }

    /** One of two would have sent another message than the one that stood there. */
    @Test
    void shouldShowADraftTheSameToTwoPeople() {
        try (Visit visit = signedIn();
                Visit colleague = signedIn()) {
            visit.drop("by two.csv", messy(7));
            visit.step("Message");
            visit.choosePicture(0);
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            colleague.page().navigate(visit.page().url());
            colleague.caption().fill("Hello {{First Name}}, from a colleague");
            colleague.caption().blur();
            colleague.awaitSaved();
            assertThat(visit.page().locator(".bubble")).containsText("Hello Asha, from a colleague");
            assertThat(visit.caption()).hasValue("Hello {{First Name}}, from a colleague");

            visit.caption().fill("Hello {{Nobody Knows}}"); // which cannot be saved, and stays
            colleague.page().getByLabel("Name of the campaign").fill("By both");
            colleague.page().getByLabel("Name of the campaign").blur();
            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("By both");
            assertThat(visit.caption()).hasValue("Hello {{Nobody Knows}}");
            colleague.step("Check");
            colleague.button("Send to 4 people").click();
            assertThat(colleague.heading("By both")).isVisible();
            assertThat(visit.heading("By both")).isVisible();
            assertThat(visit.page().locator(".tabs")).isVisible();
        }
    }

    /** A file that was not taken was gone without a word once the page was loaded again: its sender had to guess which, and why. */
    @Test
    void shouldStillSayWhatWasWrongWithAFileWhenThePageIsLoadedAgain() {
        String name = "\u202e<b>\u0639\u0631\u0636</b> \"q\" '%.xlsx";
        FilePayload broken = new FilePayload(name, "", "PK\u0003\u0004, and no more".getBytes(StandardCharsets.UTF_8));
        try (Visit visit = signedIn()) {
            visit.open("#/new");
            visit.page().locator("#recipients").setInputFiles(broken);
            Locator errors = visit.page().locator("#recipients-errors");
            assertThat(errors).not().isEmpty();
            String said = errors.innerText().strip();

            isLeft(visit, name, said);
            visit.choose("#recipients", name.replace(".xlsx", ".csv"), messy(3));
            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue(name.replace(".xlsx", ""));
            visit.page().locator("#recipients").setInputFiles(broken);
            assertThat(errors).hasText(said);
            isLeft(visit, name, said);
            visit.button("Go on with the list that is there").click();
            assertThat(visit.page().locator("main")).containsText("4 people can get it");

            visit.page().evaluate("XMLHttpRequest.prototype.send = () => {}"); // of this page: its uploads never leave
            visit.choose("#recipients", "interrupted.csv", messy(3));
            assertThat(visit.page().locator("progress")).isVisible();
            isLeft(visit, "interrupted.csv", "The page was left before Drumbeat had said that all of it is there.");
            visit.choose("#recipients", "interrupted.csv", messy(3));
            assertThat(visit.page().locator("main")).containsText("4 people can get it");

            visit.step("Message");
            visit.choosePicture(LARGEST_PICTURE + 1);
            assertThat(visit.page().locator("#media-errors")).containsText("a picture may have 5 MB at most");
            visit.page().reload();
            assertThat(visit.page().locator("#media-errors")).containsText("a picture may have 5 MB at most");
            visit.choosePicture(0);
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            visit.page().reload();
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            assertThat(visit.page().locator("#media-errors")).isEmpty();
            visit.step("Recipients");
            assertThat(visit.page().locator("main")).containsText("4 people can get it");
        }
    }

    /** Loads the page again, which then says the same of the file, and where another goes. */
    private static void isLeft(Visit visit, String file, String said) {
        assertThat(visit.page().locator(".step h2").first()).hasText(file);
        visit.page().reload();
        assertThat(visit.page().locator("#recipients-errors")).hasText(said);
        assertThat(visit.page().locator(".step h2").first()).hasText(file);
        assertThat(visit.page().locator(".again")).containsText("Upload your file again");
    }

    @Test
    void shouldSayAtTheEndWhatIsStillMissingOrWrongAndWhere() {
        try (Visit visit = signedIn()) {
            visit.drop("unfinished.csv", messy(3));
            visit.step("Message");
            visit.caption().fill("Hello {{Nobody Knows}}");
            visit.step("Check");

            Locator missing = visit.page().locator("main .step li");
            assertThat(missing.first()).containsText("Choose a picture, a video or a document");
            assertThat(missing.last()).containsText("Message: The placeholder {{Nobody Knows}} names no column");
            assertThat(visit.page().locator(".send-button")).isDisabled();
            missing.last().locator("a").click();
            assertThat(visit.caption()).hasValue("Hello {{Nobody Knows}}");
        }
    }

    @Test
    void shouldAskHowAListIsReadWhereItCannotBeTold() {
        try (Visit visit = signedIn()) {
            visit.open("#/new");
            visit.choose("#recipients", "codes.csv", "Who,Whom\nA,none\nB,nobody\nC,98765 43210\n");
            assertThat(visit.page().locator("#recipients-errors")).containsText("Which one has the phone numbers?");
            assertThat(visit.page().locator(".rows")).containsText("nobody");
            visit.page().getByLabel("Phone numbers are in").selectOption("Whom");
            assertThat(visit.page().locator("#recipients-errors")).containsText("Which country are they of?");
            visit.page().getByLabel("Numbers without a country code are of").selectOption("IN");
            visit.page().getByLabel("Name of the campaign").waitFor();
            assertThat(visit.page().locator("main")).containsText("1 person can get it");

            // Another list with other columns takes its place, and the text is not lost over it.
            visit.step("Message");
            visit.caption().fill("Hello {{Who}}");
            visit.caption().blur();
            visit.awaitSaved();
            visit.step("Recipients");
            visit.choose("#recipients", "other.csv", "phone,Name\n+919876540001,Asha\n+919876540002,Bela\n");
            assertThat(visit.page().locator("main")).containsText("2 people can get it");
            visit.step("Message");
            assertThat(visit.caption()).hasValue("Hello {{Who}}");
            assertThat(visit.page().locator(".bad")).containsText("Your list has no column Who");
        }
    }

    @Test
    void shouldAskBeforeTheSameGoesToTheSamePeopleAgain() {
        try (Visit visit = signedIn()) {
            for (int time = 1; time <= 2; time++) {
                visit.drop("twice.csv", messy(5));
                visit.step("Message");
                visit.choosePicture(0);
                assertThat(visit.page().locator("img.thumbnail")).isVisible();
                visit.step("Check");
                if (time == 2) {
                    assertThat(visit.page().locator("[data-code=already_sent]")).containsText("The same message went");
                    visit.button("Send to 4 people").click();
                    assertThat(visit.page().locator(".send"))
                            .containsText("Tick above that they should get it, if you mean it.");
                    visit.page()
                            .getByText("They should get it, even if they had it already")
                            .click();
                    visit.awaitSaved();
                }
                visit.button("Send to 4 people").click();
                assertThat(visit.status()).hasText("Finished");
            }
            assertThat(visit.campaigns("twice")).containsExactly("completed", "completed");
        }
    }

    @Test
    void shouldNeedNoMouse() {
        try (Visit visit = signedIn()) {
            visit.page().onFileChooser(chooser -> {}); // from now on, not only once a key is on its way
            visit.open("#/new");
            visit.page().locator("#recipients").waitFor();
            choose(visit, "recipients", "by keyboard.csv", messy(6).getBytes(StandardCharsets.UTF_8));
            visit.page().getByLabel("Name of the campaign").waitFor();
            goOn(visit, "Next: message");
            choose(visit, "media", "offer.png", Visit.picture());
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            tabTo(visit, "element => element.id === 'media-caption'");
            visit.page().keyboard().type("Hello ");
            press(visit, "+ First Name");
            assertThat(visit.caption()).hasValue("Hello {{First Name}}");
            goOn(visit, "Next: numbers and time");
            visit.page().locator("#senders").waitFor();
            goOn(visit, "Next: check and send");
            visit.page().locator(".send-button:not([disabled])").waitFor();
            press(visit, "Send to 4 people");
            assertThat(visit.heading("by keyboard")).isVisible();
            assertThat(visit.status()).hasText(Pattern.compile("Sending|Finished"));
        }
    }

    private static void choose(Visit visit, String id, String name, byte[] content) {
        tabTo(visit, "element => element.id === '" + id + "'");
        FileChooser chooser =
                visit.page().waitForFileChooser(() -> visit.page().keyboard().press(" "));
        chooser.setFiles(new FilePayload(name, "image/png", content));
    }

    /** Presses what has that text, once the focus is on it. */
    private static void press(Visit visit, String text) {
        tabTo(
                visit,
                "element => element.textContent.replace(/\\s+/g, ' ').trim().startsWith('" + text + "')"
                        + " && element.matches('a, button')");
        visit.page().keyboard().press("Enter");
    }

    /** A reader of the screen hears of the step that comes, and goes on from its beginning. */
    private static void goOn(Visit visit, String text) {
        press(visit, text);
        assertThat(visit.page().locator("#step")).isFocused();
    }

    private static void tabTo(Visit visit, String wanted) {
        for (int i = 0; i < 80; i++) {
            if ((Boolean) visit.page().evaluate("wanted => eval(wanted)(document.activeElement)", wanted)) {
                return;
            }
            visit.page().keyboard().press("Tab");
        }
        throw new AssertionError("The focus never came to " + wanted);
    }

    @Test
    void shouldTakeAFileThatIsDropped() {
        try (Visit visit = signedIn()) {
            visit.open("#/new");
            visit.page().locator(".drop").waitFor();
            for (String place : List.of("h1", ".drop")) {
                visit.page()
                        .evaluate(
                                "([place, list]) => { const files = new DataTransfer();"
                                        + " files.items.add(new File([list], 'dropped.csv', { type: 'text/csv' }));"
                                        + " document.querySelector(place).dispatchEvent("
                                        + "new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true })); }",
                                List.of(place, messy(7)));
            }
            assertThat(visit.page().getByLabel("Name of the campaign")).hasValue("dropped");
            assertThat(visit.campaigns("dropped")).containsExactly("draft");
        }
    }

    @Test
    void shouldSaveWhatWasTypedWhileDrumbeatWasAwayOnceItIsBack() {
        try (Visit visit = signedIn()) {
            visit.expectBrokenConnections();
            visit.drop("away.csv", messy(9));
            visit.awaitSaved();
            visit.page().route(url -> url.contains("/api/") || url.endsWith("/healthz"), route -> route.abort());
            visit.page().getByLabel("Name of the campaign").fill("Typed while it was away");
            visit.step("Message");
            assertThat(visit.page().locator(".connection")).containsText("No connection to Drumbeat");
            assertThat(visit.page().locator(".saved")).hasText("Not saved yet");

            visit.page().unrouteAll();
            visit.awaitSaved();
            assertThat(visit.page().locator(".connection")).hasCount(0);
            assertThat(visit.campaigns("Typed while it was away")).containsExactly("draft");
        }
    }

    /** At 360 px nothing scrolls sideways, whatever somebody's columns are called; and axe finds nothing. */
    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void shouldFitAPhoneAndEveryReader(ColorScheme theme) {
        String list =
                "phone,\u202e\u0627\u0633\u0645 <b>,%s\n+919876550001,\u0639\u0627\u0626\u0634\u0629,%s\n12,%s,x\n"
                        .formatted("W".repeat(80), "V".repeat(300), "U".repeat(200));
        try (Visit visit = new Visit(drumbeat, chromium.window(360, 740, theme))) {
            visit.signIn(RunningApp.TOKEN);
            visit.open("#/new");
            visit.page().locator("#recipients").waitFor();
            looked(visit);
            visit.choose("#recipients", "wrong.csv", "Who,Whom\nA,none\nB,nobody\n");
            visit.page().locator("#recipients-errors").waitFor();
            looked(visit);
            visit.page().reload();
            visit.page().locator("#recipients-errors").waitFor();
            looked(visit);
            visit.choose("#recipients", "n".repeat(150) + ".csv", list);
            visit.page().locator(".rejects").waitFor();
            looked(visit);
            visit.step("Message");
            visit.choosePicture(LARGEST_PICTURE + 1);
            visit.caption().fill("Hello {{Nobody Knows}} " + "W".repeat(200));
            visit.page().locator(".bad").first().waitFor();
            looked(visit);
            visit.choosePicture(0);
            visit.page().locator("img.thumbnail").waitFor();
            visit.page().getByText("A template that Meta has approved").click();
            visit.template("festival_greeting", "en").check();
            visit.page().getByLabel("Place 1").waitFor();
            looked(visit);
            visit.page().getByText("Type its name").click();
            visit.page().getByLabel("Its name at Meta").fill("n".repeat(80));
            visit.button("One place more").click();
            looked(visit);
            visit.step("Numbers");
            visit.page().getByText("Slower").click();
            visit.page().getByText("A longer rest now and then").click();
            visit.page().getByText("Nothing at night").click();
            visit.page().getByText("At a time").click();
            visit.page()
                    .getByText("More", new Page.GetByTextOptions().setExact(true))
                    .click();
            visit.page().getByLabel("Quiet from").waitFor();
            looked(visit);
            visit.step("Check");
            visit.page().locator(".send-button").waitFor();
            looked(visit);
        }
    }

    private static void looked(Visit visit) {
        assertThat((Integer) visit.page().evaluate("document.documentElement.scrollWidth"))
                .as(visit.page().url())
                .isLessThanOrEqualTo(360);
        Axe.check(visit.page());
    }

    @Test
    void shouldSpeakNoOperatorsLanguage() {
        try (Visit visit = signedIn()) {
            visit.drop("words.csv", messy(8));
            List<String> screens = new ArrayList<>();
            for (String step : List.of("Recipients", "Message", "Numbers", "Check")) {
                visit.step(step);
                screens.add(visit.page().locator("main").innerText());
            }
            assertThat(screens)
                    .noneMatch(screen -> Pattern.compile(
                                    "(?i)columns\\.phone|defaultRegion|suppress|\\blanes?\\b|workflow|preflight")
                            .matcher(screen)
                            .find());
        }
    }
}
