package io.drumbeat.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final Set<String> NAMES = Set.of("name", "code", "caption", "defaultRegion", "to");

    @ParameterizedTest
    @CsvSource({
        "cation, caption",
        "captoin, caption",
        "nmae, name",
        "Name, name",
        "default_region, defaultRegion",
        "defualtRegoin, defaultRegion",
        "ot, to"
    })
    void shouldFindWhatWasMostLikelyMeant(String written, String name) {
        assertThat(NearestName.of(written, NAMES)).contains(name);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "schedule", "''"})
    void shouldFindNothingWhenNothingIsNear(String written) {
        assertThat(NearestName.of(written, NAMES)).isEmpty();
    }

    @Test
    void shouldNotCompareWhatNobodyTypes() {
        assertThat(NearestName.of("n".repeat(100_000), NAMES)).isEmpty();
    }

    @Test
    void shouldAskOnlyWhenThereIsSomethingToAskFor() {
        assertThat(NearestName.question("nmae", NAMES)).isEqualTo("; did you mean `name`?");
        assertThat(NearestName.question("colour", NAMES)).isEmpty();
    }
}
