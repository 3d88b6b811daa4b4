package io.drumbeat.api.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.drumbeat.api.RunningApp;
import io.drumbeat.campaigns.TakesLong;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every screen, its errors and its dialogs, light and dark, on a desk and on a phone: axe finds nothing, and nothing is cut off.
 * Where {@value #PICTURES} names a folder, those on a desk are drawn there.
 */
@TakesLong
class ScreensTest extends BrowserTest {

    private static final String PICTURES = "DRUMBEAT_SCREENSHOTS";
    private static final Optional<Path> FOLDER =
            Optional.ofNullable(System.getenv(PICTURES)).map(Path::of);
    private static final String HOSTILE = "\u202e<b>عرض خاص</b> " + "W".repeat(60);

    private static final String SAMPLE = "Diwali offer";

    private String theme = "";

    @ParameterizedTest
    @CsvSource({"LIGHT, 1100, 900", "DARK, 1100, 900", "LIGHT, 360, 740", "DARK, 360, 740"})
    void shouldShowAllOfItToEverybody(ColorScheme scheme, int width, int height) {
        theme = width > 1000 ? scheme.name().toLowerCase(Locale.ROOT) : "";
        try (Visit visit = new Visit(drumbeat, chromium.window(width, height, scheme))) {
            signIn(visit);
            lists(visit);
            numbers(visit);
            doNotSendList(visit);
            tokens(visit, "till-" + scheme + width);
            campaign(visit);
            if (theme.isEmpty()) {
                hostileCampaign(visit);
            }
            documentation(visit);
        }
    }

    private void signIn(Visit visit) {
        visit.open("");
        visit.heading("Sign in").waitFor();
        look(visit, null);
        visit.page().getByLabel("Token").fill("a wrong one");
        visit.button("Sign in").click();
        visit.page().getByRole(AriaRole.ALERT).waitFor();
        look(visit, "sign-in");
        visit.signInAgain(RunningApp.TOKEN);
    }

    private void lists(Visit visit) {
        visit.open("#/campaigns");
        assertThat(visit.page()
                        .locator(".steps > li")
                        .or(visit.page().locator("tbody tr"))
                        .first())
                .isVisible();
        look(visit, null);
        if (visit.campaigns(SAMPLE).isEmpty()) {
            visit.postByProgram(
                    new String(sample("spec.json"), UTF_8).replace("\"shop\", \"service\"", "\"quick\", \"slow\""),
                    new String(sample("recipients.csv"), UTF_8),
                    new FilePayload("offer.png", "image/png", sample("offer.png")));
        }
        visit.page().reload();
        assertThat(visit.page().locator("tbody")).containsText(SAMPLE);
        look(visit, null);
        visit.button("Pause updates").click();
        look(visit, null);
        visit.button("Go on").click();
    }

    private void numbers(Visit visit) {
        visit.open("#/senders");
        visit.button("Pause Slow number").click();
        assertThat(visit.page().locator("article .badge")).hasText(new String[] {"Ready", "Paused"});
        assertThat(visit.page().locator("[aria-busy=true]")).hasCount(0);
        look(visit, "numbers");
        visit.button("Resume Slow number").click();
        assertThat(visit.page().locator("article .badge")).hasText(new String[] {"Ready", "Ready"});
    }

    private void doNotSendList(Visit visit) {
        visit.open("#/suppressions");
        visit.button("Add people").click();
        visit.button("Add to the list").click();
        assertThat(visit.page().locator("dialog .problem")).isVisible();
        look(visit, null);
        visit.page()
                .getByLabel("Phones", new Page.GetByLabelOptions().setExact(true))
                .fill("+14155550132\nnobody");
        visit.page().getByLabel("Reason").fill(theme.isEmpty() ? "R".repeat(80) : "Wrote a letter");
        look(visit, "do-not-send-list-add");
        visit.button("Add to the list").click();
        assertThat(visit.page().locator(".told")).containsText("Line 2, nobody");
        look(visit, "do-not-send-list");
        visit.page().getByLabel("Phone to look for").fill("nonsense");
        visit.button("Find").click();
        assertThat(visit.page().locator(".problem")).isVisible();
        look(visit, null);
    }

    private void tokens(Visit visit, String name) {
        visit.open("#/tokens");
        visit.button("Make the token").click();
        assertThat(visit.page().locator("#name-note .error")).isVisible();
        look(visit, null);
        visit.page().getByLabel("Name").fill(name);
        visit.button("Make the token").click();
        assertThat(visit.page().locator("#made")).containsText("not shown again");
        look(visit, "tokens");
        visit.button("Renew " + name).click();
        assertThat(visit.page().locator("dialog")).isVisible();
        look(visit, null);
        visit.button("Go back").click();
        visit.button("Revoke " + name).click();
        assertThat(visit.page().locator("dialog")).isVisible();
        look(visit, null);
        visit.button("Revoke it").click();
        assertThat(visit.page().locator("tr", new Page.LocatorOptions().setHasText(name)))
                .containsText("Revoked");
        visit.open("#/audit");
        assertThat(visit.page().locator(".log")).containsText("Token revoked by admin: " + name);
        look(visit, "who-did-what");
    }

    private void campaign(Visit visit) {
        visit.open("#/campaigns?q=" + SAMPLE.substring(0, 6));
        visit.page()
                .getByRole(AriaRole.ROWHEADER)
                .first()
                .getByRole(AriaRole.LINK)
                .click();
        visit.heading(SAMPLE).waitFor();
        String address = visit.page().url();
        for (String part : List.of("", "/recipients", "/message", "/history")) {
            visit.page().navigate(address + part);
            visit.heading(SAMPLE).waitFor();
            look(visit, "campaign" + part.replace('/', '-'));
        }
        visit.open("#/campaigns");
        assertThat(visit.page().locator("tbody")).containsText(SAMPLE);
        look(visit, "campaigns");
        visit.open("#/new");
        visit.page().locator("main h1").waitFor();
        look(visit, "new-campaign");
    }

    /** Its name is of another script, overrides the direction of what follows it, looks like markup and cannot be broken. */
    private void hostileCampaign(Visit visit) {
        if (visit.campaigns(HOSTILE).isEmpty()) {
            visit.postByProgram("""
                    {"name": "%s", "senders": ["slow"], "media": {"type": "image", "caption": "Hi {{name}}"},
                     "allowRepeat": true}""".formatted(HOSTILE), people(300));
        }
        visit.open("#/campaigns");
        assertThat(visit.page().locator("tbody")).containsText("عرض");
        look(visit, null);
        visit.page()
                .locator("tbody a", new Page.LocatorOptions().setHasText("عرض"))
                .click();
        for (String command : List.of(
                "Change pace, numbers or hours", "Leave people out", "Pause with a reason", "Cancel the campaign")) {
            visit.more(command);
            assertThat(visit.page().locator("dialog")).isVisible();
            look(visit, null);
            visit.button("Go back").click();
        }
    }

    private static byte[] sample(String file) {
        try (InputStream in =
                Objects.requireNonNull(ScreensTest.class.getResourceAsStream("/io/drumbeat/api/demo/" + file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void documentation(Visit visit) {
        visit.open("docs");
        Locator calls = visit.page().locator(".opblock");
        assertThat(calls.first()).isVisible();
        look(visit, "api");
    }

    private static String people(int number) {
        return IntStream.range(0, number)
                .mapToObj("+9198766%05d,Asha\n"::formatted)
                .collect(Collectors.joining("", "phone,name\n", ""));
    }

    /** @param name the picture's, where there is to be one */
    private void look(Visit visit, @Nullable String name) {
        Page page = visit.page();
        if (page.url().contains("#")) {
            assertThat(page.locator("#main")).not().containsText("Loading");
        }
        if (name != null && !theme.isEmpty()) {
            FOLDER.ifPresent(folder -> draw(page, folder.resolve(name + "-" + theme + ".webp")));
        }
        if (page.url().endsWith("/docs")) {
            Axe.checkWcag(page);
        } else {
            Axe.check(page);
        }
        List<?> size = (List<?>) page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
        assertThat((Integer) size.get(0)).as(page.url()).isLessThanOrEqualTo((Integer) size.get(1));
    }

    /** As WebP, which takes a third of what PNG does. */
    private static void draw(Page page, Path file) {
        JsonObject format = new JsonObject();
        format.addProperty("format", "webp");
        format.addProperty("quality", 80);
        CDPSession browser = page.context().newCDPSession(page);
        JsonObject picture = browser.send("Page.captureScreenshot", format);
        browser.detach();
        try {
            Files.write(
                    Files.createDirectories(file.getParent()).resolve(file.getFileName()),
                    Base64.getDecoder().decode(picture.get("data").getAsString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
