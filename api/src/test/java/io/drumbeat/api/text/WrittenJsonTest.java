package io.drumbeat.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenJsonTest {

    /** An editor on Windows saves like this; senders.json was "not valid JSON: line 1, column 1". */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void shouldReadJsonBehindAByteOrderMark(String charset) throws NotJson {
        byte[] saved = "\uFEFF{\"name\": \"Ünï\"}".getBytes(Charset.forName(charset));

        assertThat(WrittenJson.parse(saved).path("name").textValue()).isEqualTo("Ünï");
    }

    @Test
    void shouldSayWhatItIsNotWhenItIsAnotherEncoding() {
        assertThat(why("{\"name\": \"Ünï\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("it is neither UTF-8 nor UTF-16 text");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("", "it is empty"),
                Arguments.of("\uFEFF \n", "it is empty"),
                Arguments.of("{\"a\": ", "line 1, column 7: a value was expected, but the text ends here"),
                Arguments.of(
                        "{\"a\": 1,\r\n}",
                        "line 2, column 1: a field's name in double quotes was expected, but there is }"),
                Arguments.of("[1, 2,]", "line 1, column 7: a value was expected, but there is ]"),
                Arguments.of("{\"a\": 1\n \"b\": 2}", "line 2, column 2: a comma or } was expected, but there is \""),
                Arguments.of("[1 2]", "line 1, column 4: a comma or ] was expected, but there is 2"),
                Arguments.of(
                        "{\"a\" 1}", "line 1, column 6: a colon was expected behind the field's name, but there is 1"),
                Arguments.of(
                        "{a: 1}",
                        "line 1, column 2: a field's name in double quotes or } was expected, but there is a"),
                Arguments.of(
                        "{'a': 1}",
                        "line 1, column 2: a field's name in double quotes or } was expected, but there is ';"
                                + " quotes are written as \""),
                Arguments.of(
                        "{\"a\": “x”}",
                        "line 1, column 7: a value was expected, but there is “; quotes are written as \""),
                Arguments.of("{\"a\": True}", "line 1, column 7: a value was expected, but there is T"),
                Arguments.of("{\"a\": 01}", "line 1, column 7: a value was expected, but there is 0"),
                Arguments.of("{\"a\": secret-token}", "line 1, column 7: a value was expected, but there is s"),
                Arguments.of("{} {}", "line 1, column 4: nothing more was expected, but there is {"),
                Arguments.of(
                        "{\u00a0}",
                        "line 1, column 2: a field's name in double quotes or } was expected, but there is a character that cannot be seen"),
                Arguments.of("{\"a\": [1}", "line 1, column 9: a comma or ] was expected, but there is }"),
                Arguments.of(
                        "{\"a\": \"x}",
                        "line 1, column 7: the text that begins here is never closed by a double quote"),
                Arguments.of(
                        "{\"a\": \"x\ny\"}",
                        "line 1, column 7: the text that begins here is not closed by a double quote on the same line;"
                                + " a line break in a text is written \\n"),
                Arguments.of(
                        "{\"a\": \"x\ty\"}",
                        "line 1, column 9: a control character in a text was not expected; a tab is written \\t"),
                Arguments.of(
                        "{\"a\": \"C:\\secrets\"}",
                        "line 1, column 10: a backslash in a text was not expected here; one that is meant is written \\\\"),
                Arguments.of(
                        "[{\"a\": 1},\n {\"a\": 1, \"a\": 2}]",
                        "line 2, column 11: the field \"a\" appears a second time"),
                Arguments.of(
                        "[".repeat(2000) + "]".repeat(2000),
                        "it is nested too deeply, or a number or a text in it is too long"));
    }

    /** They said: "Unexpected end-of-input … Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)". */
    @ParameterizedTest
    @MethodSource("faults")
    void shouldSayWhereAndWhatWasExpectedWhenItIsNoJson(String text, String why) {
        assertThat(why(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "1",
                " -1.5e+3 ",
                "\"\\u00e9\\n\"",
                "[null, true, false, {\"a\": {\"a\": []}}]",
                "[0, -0, 1E5]"
            })
    void shouldFindNoFaultInWhatIsJson(String text) throws NotJson {
        assertThat(JsonFault.in(text)).isEmpty();
        assertThat(WrittenJson.parse(text.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    private static String why(byte[] bytes) {
        try {
            throw new AssertionError("read as " + WrittenJson.parse(bytes));
        } catch (NotJson none) {
            return none.why();
        }
    }
}
