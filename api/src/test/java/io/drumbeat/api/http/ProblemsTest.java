package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.eclipse.jetty.http.BadMessageException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    /** An upload onto a full disk got 400, as if its sender had done something wrong. */
    @Test
    void shouldSeeThatTheDiskIsFullWhenTheParserHasWrappedIt() {
        IOException full = new IOException("No space left on device");

        assertThat(Problems.diskIsFull(new ServletException(new BadMessageException("bad multipart", full))))
                .isTrue();
        assertThat(Problems.diskIsFull(new FileSystemException("/spool", null, "No space left on device")))
                .isTrue();
        assertThat(Problems.diskIsFull(new ServletException(new BadMessageException("bad multipart"))))
                .isFalse();
    }
}
