package io.drumbeat.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

    private final SameOrigin sameOrigin = new SameOrigin(URI.create("https://drumbeat.example/sub"));

    @ParameterizedTest
    @CsvSource({
        "same-origin, , , true",
        "none, , , true",
        "same-site, http://localhost:8080, localhost:8080, false",
        "cross-site, , , false",
        ", http://localhost:8080, localhost:8080, true",
        ", http://localhost:9999, localhost:8080, false",
        ", http://evil.example, localhost:8080, false",
        ", https://drumbeat.example, internal:8080, true",
        ", null, localhost:8080, false",
        ", http://evil.example, , false",
        ", , localhost:8080, true"
    })
    void shouldAllowOnlyOurOwnPageAndNoBrowserWhenACookieAuthenticates(
            String secFetchSite, String origin, String host, boolean allowed) {
        assertThat(sameOrigin.allows(secFetchSite, origin, host)).isEqualTo(allowed);
    }
}
