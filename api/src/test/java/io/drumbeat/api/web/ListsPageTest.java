package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.drumbeat.api.RunningApp;
import io.drumbeat.campaigns.TakesLong;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Numbers, the Do-not-send list and tokens, and what all screens have around them. */
@TakesLong
class ListsPageTest extends BrowserTest {

    private static final Route.FulfillOptions AWAY = new Route.FulfillOptions()
            .setStatus(503)
            .setContentType("application/problem+json")
            .setBody("{\"detail\": \"The database does not answer.\"}");

    private static Locator card(Visit visit, String number) {
        return visit.page().locator("article", new Page.LocatorOptions().setHasText(number));
    }

    private static Locator phones(Visit visit) {
        return visit.page().getByLabel("Phones", new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator row(Visit visit, String text) {
        return visit.page().locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    @Test
    void shouldTellWhatKeepsANumberToEverybodyWhoLooks() {
        try (Visit visit = signedIn();
                Visit colleague = signedIn()) {
            visit.open("#/senders");
            colleague.open("#/senders");
            visit.button("Pause Slow number").click();
            assertThat(card(visit, "Slow number"))
                    .containsText("Paused by admin. It sends nothing until it is resumed.");
            assertThat(card(colleague, "Slow number")).containsText("Paused by admin");
            colleague.button("Resume Slow number").click();
            assertThat(card(visit, "Slow number")).containsText("Ready");
        }
    }

    @Test
    void shouldTellWhereReportsComeToAndWhenTheLastOneCame() {
        try (Visit visit = signedIn()) {
            visit.post("Reported", "Quick number", "phone,name\n+919876540001,Asha\n");
            assertThat(visit.status()).hasText("Finished");
            visit.open("#/senders");
            assertThat(card(visit, "Quick number").locator("time")).hasCount(1);
            assertThat(card(visit, "Slow number")).containsText("add appSecret to its credentials");
            Locator address = visit.page()
                    .getByLabel("Address for reports on Quick number", new Page.GetByLabelOptions().setExact(true));
            assertThat(address).hasValue(Pattern.compile("http://.*/webhooks/quick"));
            visit.button("Copy: Address for reports on Quick number").click();
            assertThat(card(visit, "Quick number")).containsText("Copied");
        }
    }

    @Test
    void shouldTakeTheGoodLinesAndShowTheBadOnes() throws Exception {
        try (Visit visit = signedIn();
                Visit viewer = visit()) {
            viewer.signIn(drumbeat.token("viewer"));
            viewer.open("#/suppressions");
            assertThat(viewer.page().locator("main")).containsText("Nobody is on the list.");
            visit.open("#/suppressions");
            visit.button("Add people").click();
            visit.button("Add to the list").click();
            assertThat(visit.page().locator("dialog")).containsText("Enter at least one phone");
            phones(visit).fill("+14155550132\n\n say \"hi\", you \n+14155550134");
            visit.page().getByLabel("Reason").fill("Wrote, \"twice\"");
            visit.button("Add to the list").click();
            Locator told = visit.page().locator(".told");
            assertThat(told).containsText("2 phones added, 0 there already, 1 line left out");
            assertThat(told).containsText("Line 3, say \"hi\", you: This is not one phone number");
            assertThat(row(visit, "+14155550132")).containsText("Wrote, \"twice\"");
            assertThat(visit.page().locator("main")).containsText("2 phones");

            visit.button("Correct and add them").click();
            assertThat(phones(visit)).hasValue("say \"hi\", you");
            phones(visit).fill("");
            visit.page()
                    .getByLabel("Or a file (CSV or Excel)")
                    .setInputFiles(new FilePayload(
                            "stop.csv",
                            "text/csv",
                            "phone\n+14155550133\nnonsense\n".getBytes(StandardCharsets.UTF_8)));
            visit.button("Add to the list").click();
            assertThat(told).containsText("1 phone added, 0 there already, 1 line left out");
            assertThat(told).containsText("Line 3: This is not one phone number");
            assertThat(visit.page().locator("tbody tr")).hasCount(3);
            assertThat(viewer.page().locator("tbody tr")).hasCount(3);
            assertThat(viewer.page().locator("main button")).hasCount(1);

            Download file = visit.page()
                    .waitForDownload(
                            () -> visit.page().getByText("Download all").click());
            assertThat(Files.readString(file.path())).contains("+14155550133,no reason given,api admin");
            findRemoveAndPutBack(visit);
        }
    }

    private static void findRemoveAndPutBack(Visit visit) {
        Locator search = visit.page().getByLabel("Phone to look for");
        search.fill("nobody");
        search.press("Enter");
        assertThat(visit.page().locator("main .problem")).containsText("is not a phone number");
        search.fill("14155550132");
        search.press("Enter");
        assertThat(visit.page().locator("tbody tr")).hasCount(1);
        assertThat(visit.page().locator("main .problem")).hasCount(0);
        visit.button("Remove +14155550132").click();
        assertThat(visit.page().locator("main")).containsText("This phone is not on the list.");
        visit.button("Put it back").click();
        assertThat(row(visit, "+14155550132")).containsText("Wrote, \"twice\"");
        visit.button("Show all").click();
        assertThat(visit.page().locator("tbody tr")).hasCount(3);
    }

    /** It named the number by its id, and had an operator's words. */
    @Test
    void shouldTellByWhatPeopleHaveOptedOut() {
        try (Visit visit = signedIn()) {
            visit.post("Opted out", "Quick number", "phone,name\n+919876599721,Asha\n+919876599712,Bela\n");
            visit.open("#/suppressions");

            assertThat(row(visit, "+919876599721")).containsText("their reply to Quick number");
            assertThat(row(visit, "+919876599712")).containsText("WhatsApp’s answer to Quick number");
            assertThat(row(visit, "+919876599712").locator(".reason")).hasText("opted out");
            for (String phone : List.of("+919876599721", "+919876599712")) {
                visit.button("Remove " + phone).click();
                assertThat(row(visit, phone)).hasCount(0);
            }
        }
    }

    /** It came back as an entry of whoever put it back. */
    @Test
    void shouldPutBackWhatSomebodyElseHadAddedAsTheirs() {
        try (Visit visit = signedIn();
                Visit colleague = visit()) {
            colleague.signIn(drumbeat.token("operator"));
            colleague.open("#/suppressions");
            colleague.button("Add people").click();
            phones(colleague).fill("+14155550144");
            colleague.button("Add to the list").click();
            visit.open("#/suppressions");
            assertThat(row(visit, "+14155550144")).containsText("a-operator");
            visit.button("Remove +14155550144").click();
            assertThat(row(visit, "+14155550144")).hasCount(0);

            visit.button("Put it back").click();
            assertThat(row(visit, "+14155550144")).containsText("a-operator");
            visit.button("Remove +14155550144").click();
        }
    }

    /** The second removal took the way back from the first, and what a colleague had put back was said to be off the list. */
    @Test
    void shouldPutEachBackThatWasRemovedAndTellWhenAColleagueHas() {
        try (Visit visit = signedIn();
                Visit colleague = signedIn()) {
            visit.open("#/suppressions");
            visit.button("Add people").click();
            phones(visit).fill("+14155550141\n+14155550142\n+14155550143");
            visit.button("Add to the list").click();
            colleague.open("#/suppressions");
            for (String phone : List.of("+14155550141", "+14155550142", "+14155550143")) {
                visit.button("Remove " + phone).click();
                assertThat(row(visit, phone)).hasCount(0);
                assertThat(row(colleague, phone)).hasCount(0);
            }
            Locator back = visit.button("Put it back");
            assertThat(back).hasCount(3);
            assertThat(back.last()).isFocused();

            back.first().click();
            assertThat(row(visit, "+14155550141")).hasCount(1);
            assertThat(row(colleague, "+14155550141")).hasCount(1);
            colleague.button("Add people").click();
            phones(colleague).fill("+14155550142");
            colleague.button("Add to the list").click();
            assertThat(row(visit, "+14155550142")).hasCount(1);
            assertThat(back).hasCount(1);
            assertThat(visit.page().locator("main")).containsText("+14155550143 is off the list");
            visit.button("Remove +14155550141").click();
            visit.button("Remove +14155550142").click();
        }
    }

    @Test
    void shouldMakeATokenShowItOnceAndRevokeIt() {
        try (Visit visit = signedIn();
                Visit holder = visit()) {
            visit.open("#/tokens");
            visit.page().getByLabel("Name").fill("Till 3");
            visit.button("Make the token").click();
            assertThat(visit.page().locator("#name-note .error")).containsText("letters, digits");
            visit.page().getByLabel("Name").fill("till-3");
            visit.page().getByLabel("Marketer Also makes").check();
            visit.button("Make the token").click();
            String token = visit.page()
                    .getByLabel("Token till-3", new Page.GetByLabelOptions().setExact(true))
                    .inputValue();
            visit.button("I have it").click();
            assertThat(visit.page().locator("main")).not().containsText("not shown again");
            assertThat(row(visit, "till-3")).containsText("Marketer");

            holder.open("");
            holder.signInAgain(token);
            assertThat(holder.page().locator(".areas")).not().containsText("Tokens");
            holder.open("#/tokens");
            assertThat(holder.page().locator("main")).containsText("with the role Administrator");
            holder.open("#/senders");
            assertThat(card(holder, "Quick number")).isVisible();

            visit.button("Renew till-3").click();
            assertThat(visit.page().locator("dialog")).containsText("The old one lets nobody in any more");
            visit.button("Renew it").click();
            assertThat(visit.page().locator("#made")).isFocused();
            String renewed = visit.page()
                    .getByLabel("Token till-3", new Page.GetByLabelOptions().setExact(true))
                    .inputValue();
            assertThat(renewed).isNotEqualTo(token);
            assertThat(holder.heading("Sign in")).isVisible();
            holder.page().getByLabel("Token").fill(token);
            holder.button("Sign in").click();
            assertThat(holder.page().getByRole(AriaRole.ALERT)).isVisible();
            holder.signInAgain(renewed);
            assertThat(visit.button("Renew admin")).hasCount(0);

            visit.button("Revoke till-3").click();
            visit.button("Go back").click();
            assertThat(row(visit, "till-3")).not().containsText("Revoked");
            visit.button("Revoke till-3").click();
            visit.button("Revoke it").click();
            assertThat(row(visit, "till-3")).containsText("Revoked");
            assertThat(holder.heading("Sign in")).isVisible();
        }
    }

    /** It would be shown to nobody, were its owner asked to sign in with it first. */
    @Test
    void shouldStaySignedInWithTheNewTokenWhenSomebodyRenewsTheirOwn() {
        try (Visit visit = visit()) {
            visit.signIn(drumbeat.token("admin"));
            visit.open("#/tokens");
            visit.button("Renew a-admin").click();
            visit.button("Renew it").click();
            assertThat(visit.page().locator("#made")).containsText("a-admin");
            visit.page().reload();
            assertThat(row(visit, "a-admin")).containsText("Administrator");
        }
    }

    @Test
    void shouldTellWhoDidWhatInWordsAndOfWhomItIsAskedFor() {
        try (Visit visit = signedIn();
                Visit viewer = visit()) {
            viewer.signIn(drumbeat.token("viewer"));
            viewer.open("#/audit");
            assertThat(viewer.page().locator("main")).containsText("for those with the role Administrator");
            visit.post("\u202eAudited <b>", "Slow number", "phone,name\n+919876540021,Asha\n+919876540022,Bela\n");
            visit.button("Pause").click();
            assertThat(visit.status()).hasText("Paused");
            visit.part("History");
            assertThat(visit.page().locator(".log li").first()).containsText("Paused by admin");
            visit.open("#/senders");
            visit.button("Pause Slow number").click();
            visit.button("Resume Slow number").click();
            assertThat(visit.button("Pause Slow number")).isVisible();
            for (int more = 0; more < 60; more++) {
                visit.signIn(drumbeat.token("viewer"));
            }
            visit.signIn(RunningApp.TOKEN);

            visit.open("#/tokens");
            visit.page().locator("a[href='#/audit']").click();
            Locator lines = visit.page().locator(".log li");
            assertThat(lines).hasCount(50);
            assertThat(lines.first()).containsText("Signed in by admin");
            visit.button("Show more").press("Enter");
            assertThat(lines).not().hasCount(50);
            visit.page().getByLabel("Done by").selectOption("admin");
            assertThat(lines.nth(1)).containsText("Number resumed by admin: Slow number");
            assertThat(lines.nth(2)).containsText("Number paused by admin: Slow number");
            assertThat(lines.nth(3)).containsText("Paused by admin: \u202eAudited <b>");
            assertThat(visit.page()).hasURL(Pattern.compile("#/audit\\?who=admin$"));
            visit.page().reload();
            assertThat(lines.nth(3)).containsText("Paused by admin");
            lines.nth(3).locator("a").click();
            assertThat(visit.heading("\u202eAudited <b>")).isVisible();
            visit.page().goBack();
            visit.page().getByLabel("Done by").selectOption("a-viewer");
            assertThat(lines.first()).containsText("Signed in by a-viewer");
        }
    }

    /** What was wrong once stood there until somebody did something. */
    @Test
    void shouldTakeAnErrorAwayWithItsCause() {
        try (Visit visit = signedIn()) {
            Page page = visit.page();
            page.route("**/api/v1/session", route -> route.fulfill(AWAY));
            visit.open("#/campaigns");
            assertThat(page.locator("main .problem")).containsText("The database does not answer.");
            page.unroute("**/api/v1/session");
            assertThat(visit.heading("Campaigns")).isVisible();
            assertThat(page.locator("main .problem")).hasCount(0);
            for (String place : new String[] {"senders", "suppressions", "tokens", "audit", "campaigns"}) {
                Pattern calls = Pattern.compile("/api/v1/" + place + "(\\?.*)?$");
                page.route(calls, route -> route.fulfill(AWAY));
                visit.open("#/" + place);
                assertThat(page.locator("main .problem")).containsText("The database does not answer.");
                page.unroute(calls);
                assertThat(page.locator("main .problem")).hasCount(0);
                assertThat(page.locator("main h1")).isVisible();
            }
        }
    }

    @Test
    void shouldBeUsableByKeyboardAlone() {
        try (Visit visit = signedIn()) {
            Page page = visit.page();
            visit.open("#/suppressions");
            visit.button("Add people").focus();
            page.keyboard().press("Enter");
            assertThat(phones(visit)).isFocused();
            page.keyboard().type("+14155550177");
            page.keyboard().press("Tab");
            page.keyboard().type("By keyboard");
            page.keyboard().press("Enter");
            assertThat(row(visit, "+14155550177")).containsText("By keyboard");
            assertThat(visit.button("Add people")).isFocused();
            visit.button("Remove +14155550177").focus();
            page.keyboard().press("Enter");
            assertThat(row(visit, "+14155550177")).hasCount(0);
            assertThat(visit.button("Put it back")).isFocused();

            visit.open("#/tokens");
            visit.page().getByLabel("Name").focus();
            page.keyboard().type("by-keyboard");
            page.keyboard().press("Tab");
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(page.locator("#made")).isFocused();
            assertThat(page.locator("#made")).containsText("by-keyboard (Marketer)");
            visit.button("Revoke by-keyboard").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).isVisible();
            page.keyboard().press("Escape");
            assertThat(visit.button("Revoke by-keyboard")).isFocused();

            visit.open("#/senders");
            visit.button("Pause Slow number").focus();
            page.keyboard().press("Enter");
            assertThat(visit.button("Resume Slow number")).isFocused();
            page.keyboard().press("Enter");
            assertThat(visit.button("Pause Slow number")).isVisible();
        }
    }
}
