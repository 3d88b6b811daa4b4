package io.drumbeat.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildTest {

    @Test
    void shouldKnowItsVersionAndItsCommitWhereGitDoes() {
        assertThat(Build.THIS.version()).matches("\\d+\\.\\d+\\.\\d+(-[A-Z]+)?");
        assertThat(Build.THIS.commit()).matches("([0-9a-f]{12}(-dirty)?)?");
    }

    @Test
    void shouldSayTheCommitOnlyWhereItIsKnown() {
        assertThat(new Build("0.1.0", "f7db9fb15d89")).hasToString("0.1.0 (f7db9fb15d89)");
        assertThat(new Build("0.1.0", "")).hasToString("0.1.0");
    }
}
