package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.build.Build;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "serve --version", "token create --version"})
    void shouldSayWhatItWasBuiltOf(String arguments) {
        assertThat(Run.of(Map.of(), arguments.split(" ")))
                .extracting(Run::exitCode, Run::out, Run::err)
                .containsExactly(0, "Drumbeat " + Build.THIS + System.lineSeparator(), "");
    }
}
