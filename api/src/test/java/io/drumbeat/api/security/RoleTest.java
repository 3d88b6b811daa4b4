package io.drumbeat.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void shouldContainOneAnotherWhenCompared() {
        assertThat(Role.ADMIN.includes(Role.OPERATOR)).isTrue();
        assertThat(Role.MARKETER.includes(Role.MARKETER)).isTrue();
        assertThat(Role.MARKETER.includes(Role.OPERATOR)).isFalse();
        assertThat(Role.VIEWER.includes(Role.MARKETER)).isFalse();
        assertThat(Role.parse("operator")).contains(Role.OPERATOR);
        assertThat(Role.parse("OPERATOR")).isEmpty();
    }
}
