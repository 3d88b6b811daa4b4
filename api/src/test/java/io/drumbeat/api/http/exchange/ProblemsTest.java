package io.drumbeat.api.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    /** An upload onto a full disk got 400, as if its sender had done something wrong. */
    @Test
    void shouldSeeThatTheDiskIsFullWhenTheParserHasWrappedIt() {
        IOException full = new IOException("No space left on device");

        assertThat(Problems.diskIsFull(new IOException("bad multipart", new IllegalStateException("400", full))))
                .isTrue();
        assertThat(Problems.diskIsFull(new IOException("bad multipart"))).isFalse();
    }
}
