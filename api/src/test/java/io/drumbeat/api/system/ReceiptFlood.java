package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.engine.gateway.callback.Signatures;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;

/**
 * Signed callbacks of Meta's with one receipt each, as evenly as a few connections can: of messages that were sent, in
 * no order; one in ten comes twice, and one in ten is of a message that nobody sent.
 */
final class ReceiptFlood {
    static final String SECRET = "bench-secret";

    /** What the ids of messages begin with that nobody sent. */
    static final String NOBODYS = "wamid.nobodys";

    private static final int CONNECTIONS = 8;
    private static final List<String> STAGES = List.of("sent", "delivered", "read");

    private final ShippedJar jar;
    private final List<Receipt> receipts = new ArrayList<>();
    private int posted;

    ReceiptFlood(ShippedJar jar, List<Sent> sent, int count) {
        this.jar = jar;
        List<Receipt> all = new ArrayList<>();
        sent.forEach(message -> STAGES.forEach(stage -> all.add(new Receipt(message, stage))));
        Collections.shuffle(all, new Random(7));
        for (int i = 0, next = 0; i < count; i++) {
            switch (i % 10) {
                case 3 -> receipts.add(receipts.get(i - 1));
                case 7 -> {
                    Sent nobodys = new Sent(sent.get(0).sender(), NOBODYS + i, "", "+49170" + (1_000_000 + i));
                    receipts.add(new Receipt(nobodys, "delivered"));
                }
                default -> receipts.add(all.get(next++));
            }
        }
    }

    /** A message, and how its vendor names it. */
    record Sent(String sender, String messageId, String dispatchKey, String phone) {}

    private record Receipt(Sent message, String stage) {

        byte[] callback() {
            return """
                    {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{
                     "messaging_product":"whatsapp","statuses":[{"id":"%s","status":"%s","timestamp":"%d",
                     "recipient_id":"%s","biz_opaque_callback_data":"%s"}]}}]}]}""".formatted(
                            message.messageId,
                            stage,
                            Instant.now().getEpochSecond(),
                            message.phone.substring(1),
                            message.dispatchKey)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** What has been sent so far. */
    static List<Sent> sent(Jdbi database) {
        return database.withHandle(handle -> handle.createQuery("""
                select p.sender_id, p.message_id, p.dispatch_id::text as dispatch, r.phone
                from past_dispatch p join recipient r using (campaign_id, tape, n)
                where p.message_id is not null order by p.dispatch_id""")
                .map((row, context) -> new Sent(
                        row.getString("sender_id"),
                        row.getString("message_id"),
                        row.getString("dispatch"),
                        row.getString("phone")))
                .list());
    }

    /** Posts the next so many, and answers how long each answer took, in milliseconds. */
    Series post(int count, int perSecond) throws Exception {
        List<Receipt> batch = receipts.subList(posted, posted + count);
        posted += count;
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long start = System.nanoTime();
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int first = connection;
                running.add(connections.submit(() -> post(batch, first, start, perSecond)));
            }
            Series answers = new Series("answers");
            for (Future<List<Double>> connection : running) {
                connection.get().forEach(answers::add);
            }
            return answers;
        } finally {
            connections.shutdownNow();
        }
    }

    private List<Double> post(List<Receipt> batch, int first, long start, int perSecond) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = first; i < batch.size(); i += CONNECTIONS) {
            long due = start + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            Receipt receipt = batch.get(i);
            byte[] body = receipt.callback();
            long begun = System.nanoTime();
            HttpResponse<String> answer = jar.send(jar.request("/webhooks/" + receipt.message.sender)
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("X-Hub-Signature-256", "sha256=" + Signatures.hmacSha256(SECRET, body))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build());
            millis.add(Series.secondsSince(begun) * 1000);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
        }
        return millis;
    }

    /** A flood that was not applied measures nothing: after all of it, every message has its times, counted once. */
    void check(Jdbi database) {
        Set<String> delivered = new HashSet<>();
        Set<String> read = new HashSet<>();
        for (Receipt receipt : receipts) {
            boolean somebodys = !receipt.message.messageId.startsWith(NOBODYS);
            if (somebodys && !receipt.stage.equals("sent")) {
                delivered.add(receipt.message.messageId);
            }
            if (receipt.stage.equals("read")) {
                read.add(receipt.message.messageId);
            }
        }
        String counted = database.withHandle(
                handle -> handle.createQuery("select sum(delivered) || ' ' || sum(read) from receipt_count")
                        .mapTo(String.class)
                        .one());
        if (!counted.equals(delivered.size() + " " + read.size())) {
            throw new IllegalStateException(
                    "delivered and read are " + counted + ", not " + delivered.size() + " " + read.size());
        }
    }
}
