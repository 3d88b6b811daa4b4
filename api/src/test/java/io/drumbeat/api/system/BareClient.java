package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * What httpclient5 alone can bring to a vendor: a loop on each of so many threads, of messages like ours, of which nothing is
 * written anywhere.
 */
final class BareClient {

    /** Of its own: the other's sends are not counted with them. */
    private static final String ACCOUNT = "9";

    private static final String MESSAGE = """
            {"messaging_product":"whatsapp","recipient_type":"individual","to":"%d","type":"image",\
            "image":{"link":"https://example.org/a.png","caption":"Hello N%d"},\
            "biz_opaque_callback_data":"5f0c7e0a-3c8f-4f1e-9d3c-2b7d6f1a0e11"}""";

    private BareClient() {}

    /** Sends a second to the vendor on {@code port}, with {@code inFlight} on, after as long a time that warms up. */
    static double perSecond(int port, int inFlight, Duration time) throws Exception {
        AtomicLong answered = new AtomicLong();
        URI messages = URI.create("http://127.0.0.1:" + port + "/cloud/v23.0/" + ACCOUNT + "/messages");
        ExecutorService threads = Executors.newFixedThreadPool(inFlight);
        try (CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(inFlight)
                        .setMaxConnTotal(inFlight)
                        .build())
                .build()) {
            long end = System.nanoTime() + 2 * time.toNanos();
            List<Future<?>> loops = new ArrayList<>();
            for (int i = 0; i < inFlight; i++) {
                long first = 4_915_000_000_000L + i * 1_000_000L;
                loops.add(threads.submit(() -> {
                    for (long phone = first; System.nanoTime() < end; phone++) {
                        send(client, messages, phone);
                        answered.incrementAndGet();
                    }
                    return null;
                }));
            }
            Thread.sleep(time.toMillis());
            long before = answered.get();
            long start = System.nanoTime();
            for (Future<?> loop : loops) {
                loop.get();
            }
            return (answered.get() - before) / Series.secondsSince(start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void send(CloseableHttpClient client, URI messages, long phone) throws Exception {
        HttpPost post = new HttpPost(messages);
        post.setHeader("Authorization", "Bearer x");
        post.setEntity(new StringEntity(MESSAGE.formatted(phone, phone), ContentType.APPLICATION_JSON));
        client.execute(post, answer -> {
            String body = EntityUtils.toString(answer.getEntity());
            if (answer.getCode() != 200) {
                throw new IllegalStateException(body);
            }
            return body;
        });
    }
}
