package io.drumbeat.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.RawValue;
import org.junit.jupiter.api.Test;

final class OperatorRequestTest {

    private static OperatorRequest read(String data) {
        return read(ByteString.copyFromUtf8(data));
    }

    private static OperatorRequest read(ByteString data) {
        return OperatorRequest.of(
                new RawValue(Payload.newBuilder().setData(data).build()));
    }

    @Test
    void shouldFindReasonAndAuthorInAnyCase() {
        assertThat(read("{\"Reason\": \"wrong picture\", \"BY\": \"anna\", \"more\": [1]}"))
                .isEqualTo(new OperatorRequest("wrong picture", "anna"));
    }

    @Test
    void shouldTakeATextAsTheReason() {
        assertThat(read("\"wrong picture\"").reason()).isEqualTo("wrong picture");
        assertThat(read("wrong picture").reason()).isEqualTo("wrong picture");
        assertThat(read("12 wrong pictures").reason()).isEqualTo("12 wrong pictures");
    }

    @Test
    void shouldSayNoReasonWhereThereIsNone() {
        for (String nothing : new String[] {"", " ", "null", "true", "\"\"", "[]", "{}", "{\"reason\": null}"}) {
            assertThat(read(nothing)).as(nothing).isEqualTo(new OperatorRequest(null, null));
        }
        assertThat(OperatorRequest.of(null)).isEqualTo(new OperatorRequest(null, null));
        assertThat(read(ByteString.copyFrom(new byte[] {(byte) 0xff, 0, 1})))
                .isEqualTo(new OperatorRequest(null, null));
    }

    @Test
    void shouldBeOneLineThatTheDatabaseTakes() {
        OperatorRequest request = read("{\"reason\": \"a\\u0000b\\nc\\ud800d\", \"by\": {\"name\": \"anna\"}}");

        assertThat(request).isEqualTo(new OperatorRequest("a b c d", "{\"name\":\"anna\"}"));
        assertThat(read("x".repeat(100_000)).reason()).hasSize(500).endsWith("…");
    }
}
