package io.drumbeat.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.drumbeat.campaigns.recipient.RecipientColumn;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page's files say of one another. */
class PageFilesTest {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:from |import |href=|src=|url\\()[\"'](\\.?/[^\"'#]+)[\"']");
    private static final Pattern INLINE =
            Pattern.compile("<style|style=|<script(?![^>]+src=)|\\son[a-z]+=|javascript:");
    private static final Pattern RECIPIENT = Pattern.compile("recipientRow = \\(\\{ ([^}]+) }, senders\\)");

    private static final Pattern REGIONS = Pattern.compile("CODES = `([A-Z\\s]+)`");

    @Test
    void shouldFindEveryFileThatItNames() throws Exception {
        List<String> named = addresses();
        assertThat(named)
                .contains("/app.js", "/styles/base.css")
                .anyMatch(address -> address.startsWith("/webjars/lit-html/"));
        assertThat(named)
                .allSatisfy(address -> assertThat(PageFilesTest.class.getResource(resource(address)))
                        .as(address)
                        .isNotNull());
    }

    @Test
    void shouldHaveNothingInlineThatAStrictPolicyForbids() throws Exception {
        for (Path file : files()) {
            assertThat(INLINE.matcher(Files.readString(file)).results().map(MatchResult::group))
                    .as(file.getFileName().toString())
                    .isEmpty();
        }
    }

    @Test
    void shouldShowOfARecipientOnlyWhatIsTold() throws Exception {
        Path list = files().stream()
                .filter(file -> file.endsWith("recipients.js"))
                .findFirst()
                .orElseThrow();

        assertThat(RECIPIENT.matcher(Files.readString(list)).results())
                .singleElement()
                .satisfies(match -> assertThat(RecipientColumn.titles())
                        .contains(match.group(1).split(", ")));
    }

    @Test
    void shouldOfferEveryRegionThatANumberMayBeOf() throws Exception {
        Path regions = files().stream()
                .filter(file -> file.endsWith("regions.js"))
                .findFirst()
                .orElseThrow();

        assertThat(REGIONS.matcher(Files.readString(regions)).results())
                .singleElement()
                .satisfies(match -> assertThat(match.group(1).split("\\s+"))
                        .containsExactlyInAnyOrderElementsOf(
                                PhoneNumberUtil.getInstance().getSupportedRegions()));
    }

    private static List<String> addresses() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (Path file : files()) {
            ADDRESS.matcher(Files.readString(file))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(addresses::add);
        }
        return addresses;
    }

    /** Where the server takes it from. */
    private static String resource(String address) {
        if (address.equals("/docs")) {
            return "/io/drumbeat/api/http/docs.html";
        }
        String path = address.startsWith("./") ? address.substring(1) : address;
        return path.startsWith("/webjars/") ? "/META-INF/resources" + path : "/web" + path;
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(PageFilesTest.class.getResource("/web/index.html"))
                .toURI());
        try (Stream<Path> files = Files.walk(root.getParent())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
