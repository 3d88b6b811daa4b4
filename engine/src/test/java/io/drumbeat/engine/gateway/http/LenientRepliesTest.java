package io.drumbeat.engine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.outcome.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientRepliesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"success\":false,\"message\":\"no session\"}            | refused | no session",
                "{\"status\":\"error\",\"code\":\"E1\",\"message\":\"no\"} | E1      | no",
                "{\"status\":\"FAILED\",\"message\":\"no\"}                | refused | no",
                "{\"status\":\"failure\",\"message\":\"no\"}               | refused | no",
                "{\"status\":false,\"message\":\"no\"}                     | refused | no",
                "{\"success\":\"false\",\"message\":\"no\"}                | refused | no",
                "{\"ok\":false,\"code\":3,\"message\":\"no\"}              | 3       | no",
                "{\"errors\":[{\"message\":\"no\"}]}                       | refused | no",
                "{\"errors\":[\"no\"]}                                   | refused | no",
                "{\"error\":\"not on WhatsApp\"}                           | refused | not on WhatsApp",
                "{\"error\":{\"code\":17,\"message\":\"no\"}}              | 17      | no"
            })
    void shouldRejectWhenBodyBehind200SaysItFailed(String body, String code, String message)
            throws JsonProcessingException {
        assertThat(LenientReplies.read(reply(body))).isEqualTo(new Outcome.Rejected(code, message, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\"}                              | a",
                "{\"messageId\":\"a\"}                       | a",
                "{\"key\":{\"id\":\"a\"}}                    | a",
                "{\"data\":{\"id\":\"a\"},\"error\":null}    | a",
                "{\"data\":{\"messageId\":7},\"error\":\"\"} | 7",
                "{\"data\":{\"key\":{\"id\":\"a\"}},\"error\":false} | a",
                "{\"status\":true,\"id\":\"a\",\"errors\":[]}    | a",
                "{\"status\":\"success\"}                    |",
                "[]                                          |"
            })
    void shouldAcceptWithTheIdWhereverItStands(String body, String id) throws JsonProcessingException {
        assertThat(LenientReplies.read(reply(body))).isEqualTo(new Outcome.Accepted(id));
    }

    private static Reply reply(String body) throws JsonProcessingException {
        return new Reply(200, new JsonMapper().readTree(body), null, false);
    }
}
