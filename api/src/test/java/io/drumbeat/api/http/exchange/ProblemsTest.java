package io.drumbeat.api.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.background.Daemons;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /** It was a fault, at which the next was answered, at which the next: a thread was busy for ever, and filled the log. */
    @Test
    void shouldBeDoneWithACallWhenItIsOverBeforeItsAnswerIsThere() throws Exception {
        ExecutorService answers = Executors.newSingleThreadExecutor(Daemons.named("answers of this test"));
        CountDownLatch done = new CountDownLatch(1);
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = "127.0.0.1";
            config.routes.exception(Exception.class, Problems::answer);
            config.routes.get("/", ctx -> ctx.future(() -> CompletableFuture.runAsync(() -> end(ctx), answers)));
        });
        try {
            server.start(0);
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                                    .build(),
                            BodyHandlers.discarding());
            answers.execute(done::countDown);
            await().until(() -> done.getCount() == 0);
        } finally {
            server.stop();
            answers.shutdownNow();
        }
    }

    private static void end(Context ctx) {
        ctx.req().getAsyncContext().complete();
        await().untilAsserted(() ->
                assertThatIllegalStateException().isThrownBy(() -> ctx.res().isCommitted()));
    }
}
