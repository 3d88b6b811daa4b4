package io.drumbeat.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.drumbeat.api.RunningApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Somebody at the page. Closing it checks that nothing went wrong in the browser meanwhile. */
final class Visit implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final UnaryOperator<String> address;
    private final BrowserContext window;
    private final Page page;
    private final List<String> faults = new ArrayList<>();
    private boolean brokenConnections;

    Visit(Installation drumbeat, BrowserContext window) {
        this(drumbeat::url, window);
    }

    /** @param address where the browser reaches a path of the page or the API */
    Visit(UnaryOperator<String> address, BrowserContext window) {
        this.address = address;
        this.window = window;
        this.page = window.newPage();
        page.onPageError(faults::add);
        page.onConsoleMessage(message -> {
            // A refused request is an answer that the page shows in words; the browser also notes it here.
            boolean expected = message.text().startsWith("Failed to load resource: the server")
                    || (brokenConnections && message.text().startsWith("Failed to load resource: net::"));
            if (message.type().equals("error") && !expected) {
                faults.add(message.text());
            }
        });
        page.onDialog(dialog -> {
            faults.add("A script opened a dialog: " + dialog.message());
            dialog.dismiss();
        });
    }

    Page page() {
        return page;
    }

    /** From now on connections break on purpose, which the browser notes as errors. */
    void expectBrokenConnections() {
        brokenConnections = true;
    }

    /** The statuses of all campaigns of that name. */
    List<String> campaigns(String name) {
        return campaigns(name, "status");
    }

    /** Starts the one campaign of that name, as a colleague may at any time. */
    void start(String name) {
        command(name, "start", Map.of());
    }

    /** Sends a message of the one campaign of that name to a phone of one's own. */
    void tryOut(String name, String phone) {
        assertThat(command(name, "test-send", Map.of("phone", phone))).contains("\"status\":\"sent\"");
    }

    private String command(String name, String command, Map<String, String> body) {
        String id = campaigns(name, "id").get(0);
        RequestOptions request = RequestOptions.create()
                .setHeader("Authorization", "Bearer " + RunningApp.TOKEN)
                .setData(body);
        APIResponse answer = window.request().post(address.apply("/api/v1/campaigns/" + id + "/" + command), request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    /** That field of all campaigns of that name. */
    List<String> campaigns(String name, String field) {
        List<String> values = new ArrayList<>();
        read(window.request().get(address.apply("/api/v1/campaigns?limit=500")))
                .path("items")
                .forEach(campaign -> {
                    if (campaign.path("name").textValue().equals(name)) {
                        values.add(campaign.path(field).textValue());
                    }
                });
        return values;
    }

    /** Opens the page at that place, {@code #/senders} for one. */
    void open(String place) {
        page.navigate(address.apply("/" + place));
    }

    void signIn(String token) {
        RequestOptions body = RequestOptions.create().setData(Map.of("token", token));
        assertThat(window.request().post(address.apply("/api/v1/session"), body).ok())
                .isTrue();
    }

    /** Signs in where the page asks for it. */
    void signInAgain(String token) {
        page.getByLabel("Token").fill(token);
        button("Sign in").click();
        button("Sign out").waitFor();
    }

    /** As if the session had run out. */
    void loseSession() {
        window.clearCookies();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A heading, with exactly that text. */
    Locator heading(String text) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true));
    }

    /** How many recipients the open campaign says have that status, now. */
    int count(String status) {
        return Integer.parseInt(figure(status).textContent().strip());
    }

    Locator figure(String status) {
        return page.locator(".counts [data-count=" + status + "] b");
    }

    /** The status of the open campaign. */
    Locator status() {
        return page.locator("h1 + .badge");
    }

    /** Opens that part of the open campaign: Recipients, Message, History. */
    void part(String name) {
        page.locator(".tabs a", new Page.LocatorOptions().setHasText(name)).click();
        page.locator(".tabs a[aria-current]", new Page.LocatorOptions().setHasText(name))
                .waitFor();
    }

    /** Presses one of the commands of the open campaign that stand behind "More". */
    void more(String command) {
        page.locator(".menu summary").click();
        // What the campaign does meanwhile may bring other commands, and a click meet one of those.
        page.locator(".menu").getByText(command).press("Enter");
    }

    /** Drops a list on a new campaign, and waits until the draft is there. */
    void drop(String fileName, String csv) {
        open("#/new");
        choose("#recipients", fileName, csv);
        page.getByLabel("Name of the campaign").waitFor();
    }

    /** Chooses a list in that control. */
    void choose(String control, String fileName, String csv) {
        page.locator(control)
                .setInputFiles(new FilePayload(fileName, "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
    }

    /** A picture, as small as they come. */
    static byte[] picture() {
        return PNG.clone();
    }

    /** Chooses a picture of so many bytes for the open draft. */
    void choosePicture(int bytes) {
        page.locator("#media")
                .setInputFiles(
                        new FilePayload("offer.png", "image/png", Arrays.copyOf(PNG, Math.max(bytes, PNG.length))));
    }

    /** Where the text of the open draft's message is written. */
    Locator caption() {
        return page.locator("#media-caption");
    }

    /** One of the templates that the open draft may take. */
    Locator template(String name, String language) {
        return page.locator("input[name=template][value='" + name + " " + language + "']");
    }

    /** Waits until the open draft is saved. */
    void awaitSaved() {
        PlaywrightAssertions.assertThat(page.locator(".saved")).hasText("Draft saved");
    }

    /** Goes on to that step of the open draft. */
    void step(String name) {
        // A field that is left may make room for what is wrong with it, and a click meet something else.
        page.locator(".wizard-steps a", new Page.LocatorOptions().setHasText(name))
                .press("Enter");
        page.locator(".wizard-steps [aria-current]", new Page.LocatorOptions().setHasText(name))
                .waitFor();
    }

    /** Starts a campaign of one of the two numbers, as a program does, and shows it. */
    void post(String name, String sender, String csv) {
        ObjectNode spec = JSON.createObjectNode().put("name", name).put("allowRepeat", true);
        spec.putArray("senders").add(sender.equals("Quick number") ? "quick" : "slow");
        spec.putObject("media").put("type", "image");
        open("#/campaigns/" + postByProgram(spec.toString(), csv));
        heading(name).waitFor();
    }

    /** Posts a campaign as a program does, and answers with its id. */
    String postByProgram(String spec, String csv) {
        return postByProgram(spec, csv, new FilePayload("offer.png", "image/png", PNG));
    }

    /** The same, with that media. */
    String postByProgram(String spec, String csv, FilePayload media) {
        FormData form = FormData.create()
                .set("spec", spec)
                .set("recipients", csvFile(csv))
                .set("media", media);
        RequestOptions request = RequestOptions.create()
                .setHeader("Authorization", "Bearer " + RunningApp.TOKEN)
                .setMultipart(form);
        APIResponse answer = window.request().post(address.apply("/api/v1/campaigns"), request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return read(answer).path("id").textValue();
    }

    private static JsonNode read(APIResponse answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FilePayload csvFile(String csv) {
        return new FilePayload("people.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        window.close();
        assertThat(faults).as("errors in the browser's console").isEmpty();
    }
}
