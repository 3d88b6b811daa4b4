package io.drumbeat.campaigns.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

    @Test
    void shouldReadWhatIsRightAndNullWhereThereIsNothing() throws Exception {
        JsonFields fields = fields("""
                {"name": "Offer", "number": 7, "wait": "PT3S", "names": ["a", "b"], "part": {"on": true}, "none": null}""");

        assertThat(fields.text("name")).isEqualTo("Offer");
        assertThat(fields.text("name", 5)).isEqualTo("Offer");
        assertThat(fields.scalar("number")).isEqualTo("7");
        assertThat(fields.wholeNumber("number", 1, 7)).isEqualTo(7);
        assertThat(fields.number("number")).isEqualTo(7.0);
        assertThat(fields.duration("wait", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        assertThat(fields.requiredTexts("names")).containsExactly("a", "b");
        assertThat(Objects.requireNonNull(fields.object("part")).bool("on")).isTrue();
        assertThat(fields.has("none")).isFalse();
        assertThat(fields.isNull("none")).isTrue();
        assertThat(fields.text("absent")).isNull();
        assertThat(fields.objectOrEmpty("absent").text("name")).isNull();
        fields.refuseOthers();
        assertThat(fields.errors()).isEmpty();
    }

    @Test
    void shouldNameAllThatIsWrongByItsPath() throws Exception {
        JsonFields fields = fields("""
                {"name": 1, "reason": "too long", "text": "\\u0000", "number": 8, "wait": "PT4S", "names": ["a", 2],
                 "items": [{"on": 1}, 3], "part": {"dealy": 1}, "list": []}""");

        fields.require("name", "gone");
        fields.text("name");
        fields.text("reason", 7);
        fields.text("text");
        fields.wholeNumber("number", 1, 7);
        fields.wholeNumber("number", 9, Integer.MAX_VALUE);
        fields.duration("wait", Duration.ofSeconds(3));
        fields.requiredTexts("names", "a string: a name");
        fields.requiredObjects("items").forEach(item -> item.bool("on"));
        JsonFields part = Objects.requireNonNull(fields.object("part"));
        part.text("delay");
        part.refuseOthers();
        fields.parse("reason", text -> {
            throw new IllegalArgumentException("must be short");
        });
        fields.object("name");
        fields.requiredTexts("list");
        fields.refuseOthers();

        assertThat(fields.errors().stream().map(error -> error.field() + " " + error.message()))
                .containsExactly(
                        "gone is required",
                        "name must be a string",
                        "reason must be a string of at most 7 characters",
                        "text must not hold a NUL character or half a surrogate pair",
                        "number must be a whole number from 1 to 7",
                        "number must be a whole number of at least 9",
                        "wait must be an ISO-8601 duration like PT3S, at most PT3S",
                        "names[1] must be a string: a name",
                        "items[1] must be an object: {…}",
                        "items[0].on must be true or false",
                        "part.dealy is an unknown field; did you mean `delay`?",
                        "reason must be short",
                        "name must be an object: {…}",
                        "list must name at least one");
    }

    @Test
    void shouldNameTheWholeWhenItIsNoObject() throws Exception {
        assertThat(fields("[]").errors()).containsExactly(new FieldError("body", "must be an object: {…}"));
    }

    private static JsonFields fields(String json) throws JsonProcessingException {
        return JsonFields.root("body", new ObjectMapper().readTree(json));
    }
}
