package io.drumbeat.engine.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.spec.CampaignSpec.Notices;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoticeRuleTest {

    private static List<String> fields(NoticeRule rule, String url) {
        List<FieldError> errors = new ArrayList<>();
        rule.check(new Notices(URI.create(url), Set.of(Notices.Event.END)), errors);
        return errors.stream().map(FieldError::field).toList();
    }

    @Test
    void shouldRefuseNoticesThatNobodyCouldSign() {
        assertThat(fields(new NoticeRule(false, true), "http://127.0.0.1/")).containsExactly("notify");
    }

    @Test
    void shouldRefusePrivateAddressesUnlessTheyAreAllowed() {
        for (String url : List.of("http://127.0.0.1:9/x", "http://10.1.2.3/", "http://[::1]/", "http://localhost/")) {
            assertThat(fields(new NoticeRule(true, false), url)).as(url).containsExactly("notify.url");
            assertThat(fields(new NoticeRule(true, true), url)).as(url).isEmpty();
        }
        assertThat(fields(new NoticeRule(true, false), "https://8.8.8.8/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_%%%", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
    void shouldNotTakeASecretThatIsNone(String text) {
        assertThatThrownBy(() -> new NoticeSecret(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be whsec_");
    }
}
