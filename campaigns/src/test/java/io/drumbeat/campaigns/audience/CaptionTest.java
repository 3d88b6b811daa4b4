package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionTest {

    @Test
    void shouldRenderValuesWhenPlaceholdersStandInTheText() {
        Caption caption = Caption.parse("Hello {{name|friend}}, {{code}} { } }} {{ Name }}!");

        assertThat(caption.fields()).containsExactly("name", "code");
        assertThat(caption.render(List.of("Ada", "X1"))).isEqualTo("Hello Ada, X1 { } }} Ada!");
        assertThat(caption.render(List.of("", "X1"))).isEqualTo("Hello friend, X1 { } }} !");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"{{n|}};''", "{{n|a|b}};a|b", "{{n|my dear}};my dear", "{{n|a}}};a}", "x{{n|{}};x{"})
    void shouldTakeFallbackToTheLetterWhenValueIsEmpty(String template, String expected) {
        assertThat(Caption.parse(template).render(List.of(""))).isEqualTo(expected);
    }

    @Test
    void shouldNotExpandValuesWhenTheyLookLikePlaceholders() {
        assertThat(Caption.parse("{{a}}{{b}}").render(List.of("{{b}}", "{{a|x}}")))
                .isEqualTo("{{b}}{{a|x}}");
    }

    @Test
    void shouldNameColumnsOnceWhenTheyAreWrittenDifferently() {
        assertThat(Caption.parse("{{First Name}} {{first_name|x}} {{FIRSTNAME}}")
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
        assertThat(Caption.faults(template)).hasSize(1);
        assertThatThrownBy(() -> Caption.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameAllFaultsWhenThereAreSeveral() {
        assertThat(Caption.faults("{{}} {{a}} {{ }} {{b"))
                .hasSize(3)
                .anySatisfy(fault -> assertThat(fault).contains("character 18", "never closed"));
    }

    @Test
    void shouldFindNoFaultWhenThereIsNone() {
        assertThat(Caption.faults("Hi {{a}} }} { {x}")).isEmpty();
    }

    @Test
    void shouldRefuseValuesWhenTheirNumberIsAnother() {
        Caption caption = Caption.parse("{{a}}");

        assertThatThrownBy(() -> caption.render(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
