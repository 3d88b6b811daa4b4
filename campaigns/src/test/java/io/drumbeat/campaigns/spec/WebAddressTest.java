package io.drumbeat.campaigns.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people paste them: each was once refused, or asked for as it stands. */
final class WebAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            value = {
                "https://example.com/a.png -> https://example.com/a.png",
                "https://example.com -> https://example.com/",
                "HTTPS://Example.COM/A.png -> https://example.com/A.png",
                "https://example.com/our offer.png -> https://example.com/our%20offer.png",
                "https://example.com/our%20offer.png -> https://example.com/our%20offer.png",
                "https://example.com/\u00dcbung/\u00e4.png -> https://example.com/%C3%9Cbung/%C3%A4.png",
                "https://example.com/\u092d\u0947\u0902\u091f.png -> https://example.com/%E0%A4%AD%E0%A5%87%E0%A4%82%E0%A4%9F.png",
                "https://example.com/\ud83c\udf81.png -> https://example.com/%F0%9F%8E%81.png",
                "https://example.com/100%.png -> https://example.com/100%25.png",
                "https://example.com/a%2Fb%c3.png -> https://example.com/a%2Fb%c3.png",
                "https://example.com/offer[1].png -> https://example.com/offer%5B1%5D.png",
                "https://example.com/{a}\\b|c^d`.png -> https://example.com/%7Ba%7D%5Cb%7Cc%5Ed%60.png",
                "https://example.com/a.png?size[]=1&n=M\u00fcller x -> https://example.com/a.png?size%5B%5D=1&n=M%C3%BCller%20x",
                "https://example.com/a.png?token=a/b?c+d=&x='\"' -> https://example.com/a.png?token=a/b?c+d=&x='%22'",
                "https://m\u00fcller.de/a.png -> https://xn--mller-kva.de/a.png",
                "https://xn--strae-oqa.de/stra\u00dfe.png -> https://xn--strae-oqa.de/stra%C3%9Fe.png",
                "https://xn--mller-kva.de/a.png -> https://xn--mller-kva.de/a.png",
                "https://\u4f8b\u5b50.\u6d4b\u8bd5:8443/a.png -> https://xn--fsqu00a.xn--0zwm56d:8443/a.png",
                "https://my_bucket.s3.example.com/a.png -> https://my_bucket.s3.example.com/a.png",
                "https://_a_b:81/a.png -> https://_a_b:81/a.png",
                "https://example.com./a.png -> https://example.com./a.png",
                "https://example.com:/a.png -> https://example.com/a.png",
                "http://192.0.2.1:8080/a.png -> http://192.0.2.1:8080/a.png",
                "http://[2001:db8::1]:8080/a.png -> http://[2001:db8::1]:8080/a.png",
                "https://example.com?x -> https://example.com/?x"
            })
    void shouldReadThemIntoOneForm(String given, String mended) {
        List<String> faults = new ArrayList<>();

        URI url = WebAddress.read("  " + given + " ", faults::add);

        assertThat(faults).isEmpty();
        assertThat(url).hasToString(mended);
        assertThat(WebAddress.read(mended, faults::add)).as("it stays as it is").isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://example.com/a.png | http or https",
                "file:///etc/passwd | http or https",
                "data:image/png;base64,AAAA | http or https",
                "example.com/a.png | http or https",
                "//example.com/a.png | http or https",
                "https:/example.com/a.png | http or https",
                "https:///a.png | host name",
                "https://exa mple.com/a.png | host name",
                "https://example..com/a.png | host name",
                "https://.example.com/a.png | host name",
                "https://a%2e.com/a.png | host name",
                "https://example.com:99999/a.png | host name",
                "https://example.com:x/a.png | host name",
                "https://[2001:db8::1/a.png | host name",
                "https://[1.2]/a.png | host name",
                "https://[:::]/a.png | host name",
                "https://[2001:db8::1]x/a.png | host name",
                "https://2001:db8::1/a.png | host name",
                "https://stra\u00dfe.de/a.png | punycode", // IDNA 2003 made it strasse.de, which is somebody else's
                "https://STRA\u1e9eE.de/a.png | punycode",
                "https://\u03b2\u03cc\u03bb\u03bf\u03c2.com/a.png | punycode",
                "https://a\u200db.example/a.png | punycode",
                "https://a\u200cb.example/a.png | punycode",
                "https://example.com\\@evil.com/a.png | user name",
                "https://anna:secret@example.com/a.png | user name",
                "https://@example.com/a.png | user name",
                "https://example.com/offer #1.png | %23",
                "https://example.com/a.png#top | %23"
            })
    void shouldSayWhatIsWrong(String given, String what) {
        List<String> faults = new ArrayList<>();

        assertThat(WebAddress.read(given, faults::add)).isNull();
        assertThat(faults).singleElement().asString().contains(what).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/a\nb.png", "https://example.com/a\tb.png", "https://example.com/\u0007"})
    void shouldRefuseControlCharacters(String given) {
        List<String> faults = new ArrayList<>();

        assertThat(WebAddress.read(given, faults::add)).isNull();
        assertThat(faults).singleElement().asString().contains("control characters");
    }

    @Test
    void shouldCountTheCharactersThatAreAskedFor() {
        List<String> faults = new ArrayList<>();
        String host = "https://example.com/";

        assertThat(WebAddress.read(host + "a".repeat(1_980), faults::add)).isNotNull();
        assertThat(WebAddress.read(host + " ".repeat(700) + "a", faults::add)).isNull();
        assertThat(faults).containsExactly("must have at most 2000 characters, percent-encoded");
    }
}
