package io.drumbeat.campaigns.audience.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTextsTest {

    @Test
    void shouldRenderValuesWhenPlaceholdersStandInTheText() {
        MessageTexts caption = MessageTexts.ofCaption("Hello {{name|friend}}, {{code}} { } }} {{ Name }}!");

        assertThat(caption.fields()).containsExactly("name", "code");
        assertThat(caption.render(List.of("Ada", "X1"))).containsExactly("Hello Ada, X1 { } }} Ada!");
        assertThat(caption.render(List.of("", "X1"))).containsExactly("Hello friend, X1 { } }} !");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"{{n|}};''", "{{n|a|b}};a|b", "{{n|my dear}};my dear", "{{n|a}}};a}", "x{{n|{}};x{"})
    void shouldTakeFallbackToTheLetterWhenValueIsEmpty(String template, String expected) {
        assertThat(MessageTexts.ofCaption(template).render(List.of(""))).containsExactly(expected);
    }

    @Test
    void shouldNotExpandValuesWhenTheyLookLikePlaceholders() {
        assertThat(MessageTexts.ofCaption("{{a}}{{b}}").render(List.of("{{b}}", "{{a|x}}")))
                .containsExactly("{{b}}{{a|x}}");
    }

    @Test
    void shouldNameColumnsOnceWhenTheyAreWrittenDifferently() {
        assertThat(MessageTexts.ofCaption("{{First Name}} {{first_name|x}} {{FIRSTNAME}}")
                        .fields())
                .containsExactly("First Name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hi {{name",
                "Hi {{name}",
                "Hi {{na {{code}}",
                "{{",
                "{{}}",
                "{{ }}",
                "{{|x}}",
                "{{_}}",
                "a {{.}} b"
            })
    void shouldNameOneFaultWhenPlaceholderIsUnclosedOrEmpty(String template) {
        assertThat(MessageTexts.faults(template)).hasSize(1);
        assertThatThrownBy(() -> MessageTexts.ofCaption(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameAllFaultsWhenThereAreSeveral() {
        assertThat(MessageTexts.faults("{{}} {{a}} {{ }} {{b"))
                .hasSize(3)
                .anySatisfy(fault -> assertThat(fault).contains("character 18", "never closed"));
    }

    @Test
    void shouldFindNoFaultWhenThereIsNone() {
        assertThat(MessageTexts.faults("Hi {{a}} }} { {x}")).isEmpty();
    }

    @Test
    void shouldRefuseValuesWhenThereAreTooFew() {
        MessageTexts caption = MessageTexts.ofCaption("{{a}}");

        assertThatThrownBy(() -> caption.render(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRenderEveryParameterWhenTheyShareColumns() {
        MessageTexts parameters =
                MessageTexts.ofParameters(List.of("{{name|friend}}", "{{code}} for {{Name|you}}", "x"));

        assertThat(parameters.fields()).containsExactly("name", "code");
        assertThat(parameters.render(List.of("", "X1"))).containsExactly("friend", "X1 for you", "x");
    }

    @Test
    void shouldLookAtNothingButItsOwnWhenMoreValuesStandBehind() {
        assertThat(MessageTexts.ofParameters(List.of("{{a}}")).render(List.of("1", "more", "values")))
                .containsExactly("1");
        assertThat(MessageTexts.NONE.render(List.of("more"))).isEmpty();
    }

    @Test
    void shouldRefuseParametersWhenOneIsFaulty() {
        assertThatThrownBy(() -> MessageTexts.ofParameters(List.of("{{a}}", "{{b")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
