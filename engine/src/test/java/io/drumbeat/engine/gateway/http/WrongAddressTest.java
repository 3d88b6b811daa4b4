package io.drumbeat.engine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import org.junit.jupiter.api.Test;

class WrongAddressTest {

    /** Of a wrong graphBaseUrl it said to check baseUrl, which was right. */
    @Test
    void shouldNameTheAddressThatIsWrongAndNoOtherSetting() {
        Reply page = new Reply(404, TextNode.valueOf("<html>"), null, false);

        assertThat(WrongAddress.ofMeta(page, URI.create("https://graph.example.com/v99")))
                .hasValueSatisfying(failure -> assertThat(failure.message())
                        .contains("https://graph.example.com/v99", "check that address")
                        .doesNotContain("baseUrl"));
    }
}
