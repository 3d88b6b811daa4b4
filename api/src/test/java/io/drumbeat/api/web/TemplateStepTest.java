package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.drumbeat.campaigns.TakesLong;
import org.junit.jupiter.api.Test;

/** The step in which a message is made of a template that the vendor has approved. */
@TakesLong
class TemplateStepTest extends BrowserTest {

    @Test
    void shouldSendATemplate() {
        try (Visit visit = signedIn()) {
            visit.drop("by template.csv", NewCampaignTest.messy(4));
            visit.step("Message");
            visit.choosePicture(0);
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            visit.page().getByText("A template that Meta has approved").click();
            visit.page().getByText("Type its name").click();
            visit.page().getByLabel("Its name at Meta").fill("offer");
            visit.page().getByLabel("Language").fill("en_US");
            visit.button("One place more").click();
            visit.page().getByLabel("Place 1").fill("Dear ");
            visit.page()
                    .locator(".chip", new Page.LocatorOptions().setHasText("First Name"))
                    .click();
            assertThat(visit.page().getByLabel("Place 1")).hasValue("Dear {{First Name}}");
            assertThat(visit.page().locator("aside")).containsText("Dear Asha");
            visit.step("Check");
            assertThat(visit.page().locator(".all")).containsText("with the template offer");
            visit.button("Send to 4 people").click();

            assertThat(visit.status()).hasText("Finished");
            visit.part("Message");
            assertThat(visit.page().locator(".bubble")).containsText("Dear First Name");
        }
    }

    @Test
    void shouldChooseAnApprovedTemplateAndShowWhatPeopleGet() {
        try (Visit visit = signedIn()) {
            visit.drop("by a chosen template.csv", NewCampaignTest.messy(0));
            visit.step("Message");
            visit.choosePicture(0);
            assertThat(visit.page().locator("img.thumbnail")).isVisible();
            visit.page().getByText("A template that Meta has approved").click();

            Locator templates = visit.page().locator(".templates > li");
            assertThat(templates).hasCount(7);
            assertThat(templates.first()).containsText("English · marketing · with a picture");
            assertThat(visit.template("opening_hours", "en")).isDisabled();
            assertThat(visit.page().locator(".templates"))
                    .containsText("Not to be used here: it has no picture, video or document at its head.");
            visit.page().getByLabel("Look for a template").fill("hindi"); // neither a name nor a text
            assertThat(templates).hasCount(0);
            visit.page().getByLabel("Look for a template").fill("Festival");
            assertThat(templates).hasCount(2);
            visit.template("festival_greeting", "en").check();
            Locator bubble = visit.page().locator(".bubble");
            assertThat(bubble)
                    .containsText("Hello {{1}}, a happy festival of lights! Show your code {{2}} in our shop");
            Locator places = visit.page().locator(".places > li");
            assertThat(places).hasCount(2);
            assertThat(places.nth(1)).containsText("lights! Show your code {{2}} in our shop and take 20");
            places.first().getByText("+ First Name").click();
            places.nth(1).getByText("+ Customer").click();
            assertThat(bubble).containsText("Hello Asha, a happy festival of lights! Show your code R1 in our shop");
            assertThat(bubble).containsText("Reply STOP to hear no more");
            assertThat(bubble).containsText("See the offers");
            visit.awaitSaved();

            visit.page().getByLabel("Look for a template").fill("");
            visit.template("new_film", "en").check();
            assertThat(places).hasCount(0);
            assertThat(visit.page().locator("main"))
                    .containsText(
                            "This template has a video at its head, and yours is a picture: choose a video above.");
            visit.step("Check");
            assertThat(visit.page().locator(".warning[data-code=template_header]"))
                    .containsText("The template has something else at its head than you have chosen.");
            visit.step("Message");
            visit.template("festival_greeting", "hi").check();
            places.first().getByText("+ First Name").click();
            places.nth(1).getByText("+ Customer").click();
            assertThat(bubble).containsText("नमस्ते Asha");
            visit.awaitSaved();
            visit.page().reload();
            assertThat(visit.template("festival_greeting", "hi")).isChecked();
            assertThat(bubble).containsText("नमस्ते Asha");
            visit.step("Check");
            visit.button("Send to 4 people").click();
            assertThat(visit.status()).hasText("Finished");
        }
    }

    @Test
    void shouldSayWhyTemplatesCannotBeListedAndTakeATypedNameInstead() {
        try (Visit visit = signedIn()) {
            visit.drop("not listed.csv", NewCampaignTest.messy(3));
            visit.step("Numbers");
            visit.page().getByLabel("Slow number").check();
            visit.page().getByLabel("Quick number").uncheck();
            visit.awaitSaved();
            visit.step("Message");
            visit.page().getByText("A template that Meta has approved").click();

            assertThat(visit.page().locator(".warn"))
                    .containsText("Nobody has said to which business Slow number belongs");
            assertThat(visit.page().locator(".templates")).hasCount(0);
            visit.page().getByLabel("Its name at Meta").fill("offer");
            visit.button("One place more").click();
            visit.page().getByLabel("Place 1").fill("Hello");
            visit.button("Ask again").click();
            assertThat(visit.page().locator(".warn")).containsText("Nobody has said");
            visit.step("Numbers");
            visit.page().getByLabel("Quick number").check();
            visit.step("Message");
            assertThat(visit.page().locator(".templates > li")).hasCount(7);
            visit.step("Numbers");
            visit.page()
                    .getByLabel("Slow number")
                    .uncheck(); // the next campaign begins with the first number of this one
            visit.awaitSaved();
        }
    }

    /** Once no list had been known, the field stood open for good. */
    @Test
    void shouldAskForATemplatesNameOnlyWhileNoListOfThemIsKnown() {
        try (Visit visit = signedIn()) {
            visit.drop("listed later.csv", NewCampaignTest.messy(6));
            visit.step("Numbers");
            visit.page().getByLabel("Slow number").check();
            visit.page().getByLabel("Quick number").uncheck();
            visit.awaitSaved();
            visit.step("Message");
            visit.page().getByText("A template that Meta has approved").click();
            Locator name = visit.page().getByLabel("Its name at Meta");
            assertThat(name).isVisible();
            visit.step("Numbers");
            visit.page().getByLabel("Quick number").check();
            visit.step("Message");
            assertThat(visit.page().locator(".templates > li")).hasCount(7);
            assertThat(name).isHidden();

            visit.step("Numbers");
            visit.page().getByLabel("Quick number").uncheck();
            visit.step("Message");
            name.fill("festival_greet");
            visit.button("One place more").click();
            visit.page().getByLabel("Place 1").fill("Hello");
            visit.step("Numbers");
            visit.page().getByLabel("Quick number").check();
            visit.step("Message");
            assertThat(visit.page().locator(".templates > li")).hasCount(7);
            assertThat(name).hasValue("festival_greet");
            assertThat(name).isVisible();
            name.fill("festival_greeting");
            assertThat(visit.template("festival_greeting", "en")).isChecked();
            assertThat(name).isVisible(); // it is being typed
            visit.template("festival_greeting", "hi").check();
            assertThat(name).isHidden();
            assertThat(visit.page().getByLabel("Place 1")).hasValue("Hello");
            visit.page().getByLabel("Place 2").fill("R1");
            visit.step("Numbers");
            visit.page().getByLabel("Slow number").uncheck(); // as above
            visit.awaitSaved();
        }
    }
}
