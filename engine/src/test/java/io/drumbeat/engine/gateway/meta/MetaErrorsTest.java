package io.drumbeat.engine.gateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.http.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaErrorsTest {

    @Test
    void shouldBlockSenderWhenCodeIsAPermissionOf200To299() throws JsonProcessingException {
        for (int code = 200; code <= 299; code++) {
            assertThat(MetaErrors.read(error(403, code))).isInstanceOf(Outcome.SenderBlocked.class);
        }
    }

    /** A typing error in the address is the same for every recipient; a receipt has no address. */
    @Test
    void shouldBlockSenderWhenAReplyAndNotAReceiptSaysThatThePathIsUnknown() throws JsonProcessingException {
        assertThat(MetaErrors.read(error(400, 2500))).isInstanceOf(Outcome.SenderBlocked.class);
        assertThat(MetaErrors.ofReceipt("2500", "Unknown path components: /mesages"))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void shouldBeUnconfirmedWhenCodeIsUnlistedBehindA5xx() throws JsonProcessingException {
        assertThat(MetaErrors.read(error(500, 135000))).isInstanceOf(Outcome.Unconfirmed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500, 200, 302})
    void shouldBeUnconfirmedWhenBodySaysNothing(int status) {
        Reply reply = new Reply(status, MissingNode.getInstance(), null, false);
        assertThat(MetaErrors.read(reply)).isInstanceOf(Outcome.Unconfirmed.class);
    }

    private static Reply error(int status, int code) throws JsonProcessingException {
        return new Reply(status, new JsonMapper().readTree("{\"error\":{\"code\":" + code + "}}"), null, false);
    }
}
