package io.drumbeat.engine.simulator;

import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.HttpService;

/**
 * An HTTP server that speaks the vendors' protocols as strictly as their documents do, misbehaves where a phone's last
 * digits ask for it, counts what reached whom, and reports it to webhooks. docs/simulator.md has the tables.
 *
 * <p>Everything is kept in memory until {@link #reset}: two counters a phone (some 100 bytes each), the newest 200,000
 * sends, media ids without their bytes; an upload is held whole while it is read, at most 101 MiB. At most 50,000
 * callbacks wait.
 */
public final class Simulator implements AutoCloseable {

    private final Ledger ledger;
    private final Vendors vendors;
    private final SimulatorServer server;
    private final MediaFetch media;
    private final Courier courier;
    private final Reactions reactions;

    private Simulator(
            Ledger ledger,
            Vendors vendors,
            SimulatorServer server,
            MediaFetch media,
            Courier courier,
            Reactions reactions) {
        this.ledger = ledger;
        this.vendors = vendors;
        this.server = server;
        this.media = media;
        this.courier = courier;
        this.reactions = reactions;
    }

    /**
     * How it behaves besides the phones' digits.
     *
     * @param latency between a request's arrival and its answer
     * @param fetchMedia whether a vendor that takes media by URL fetches each URL (once), and refuses what it cannot
     * @param misbehave whether phones choose behaviours; false: all are good, for load with many numbers
     * @param callbackTimes when callbacks come
     */
    public record Options(Duration latency, boolean fetchMedia, boolean misbehave, CallbackTimes callbackTimes) {
        public static final Options USUAL = new Options(Duration.ZERO, true, true);

        /** With {@link CallbackTimes#USUAL}. */
        public Options(Duration latency, boolean fetchMedia, boolean misbehave) {
            this(latency, fetchMedia, misbehave, CallbackTimes.USUAL);
        }
    }

    /**
     * When callbacks come.
     *
     * @param apart between a send and its first callback, and between the end of each one's first attempt and the next
     * @param late between a send and its first callback, for the phones that ask for late ones
     * @param retry between an attempt that was not answered with 2xx and the next
     */
    public record CallbackTimes(Duration apart, Duration late, Duration retry) {
        public static final CallbackTimes USUAL =
                new CallbackTimes(Duration.ofMillis(10), Duration.ofSeconds(3), Duration.ofSeconds(1));
    }

    /**
     * What became of an account's callbacks. Each attempt counts: {@code emitted} is {@code accepted}, {@code refused}
     * and those under way.
     *
     * @param accepted those that were answered with 2xx
     * @param refused those that were answered with anything else, or not at all
     * @param dropped callbacks that were not tried, because too many were waiting
     */
    public record Callbacks(long emitted, long accepted, long refused, long dropped) {}

    /**
     * One send that got as far as its vendor's checks.
     *
     * @param account gateway and number: {@code cloud/111}
     * @param phone E.164
     * @param received whether the message reached the phone
     * @param arrivedNanos when the request's head was read, by {@link System#nanoTime}
     * @param repliedNanos right before the answer was written, by the same clock; -1 without an answer
     * @param answer what the counters call the answer, or how it was withheld
     */
    public record Send(
            String account, String phone, boolean received, long arrivedNanos, long repliedNanos, String answer) {}

    /** Starts one with {@link Options#USUAL}. */
    public static Simulator start(String host, int port) throws IOException {
        return start(host, port, Options.USUAL);
    }

    /**
     * Starts a simulator, which serves from now on.
     *
     * @param port 0 for a free one
     * @throws IOException where the port is in use or the host is not ours
     */
    public static Simulator start(String host, int port, Options options) throws IOException {
        Ledger ledger = new Ledger();
        MediaFetch media = new MediaFetch(true);
        Vendors vendors = new Vendors(ledger.uploads(), new MediaUrls(options.fetchMedia(), media));
        Reactions reactions = new Reactions(vendors, ledger, options.misbehave());
        Courier courier = new Courier(vendors, ledger, options.callbackTimes());
        Reports reports = new Reports(ledger, new Controls(ledger, courier, reactions));
        try {
            SimulatorServer server = SimulatorServer.start(
                    host,
                    port,
                    socket -> new HttpService(
                            HttpProcessors.server("Drumbeat simulator"),
                            new Conversation(socket, reactions, reports, ledger, courier, options.latency())));
            return new Simulator(ledger, vendors, server, media, courier, reactions);
        } catch (IOException e) {
            courier.close();
            media.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * The base URLs that senders point at, by their gateway, in the order of the documents.
     *
     * @param host by which they reach it
     */
    public Map<String, URI> baseUrls(String host) {
        String here = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
        Map<String, URI> urls = new LinkedHashMap<>();
        vendors.all().forEach(vendor -> urls.put(vendor.name(), URI.create(here + vendor.name() + vendor.basePath())));
        return urls;
    }

    /** How many messages reached each phone (E.164); phones that none reached are absent. */
    public Map<String, Long> received() {
        return ledger.received();
    }

    /** How many messages reached {@code phone} (E.164). */
    public long received(String phone) {
        return ledger.received(phone);
    }

    /** Uploads that {@code account} ({@code cloud/111}) has made and that succeeded. */
    public long uploads(String account) {
        return ledger.uploads().made(account);
    }

    /** The newest 200,000 sends that are over, oldest first. */
    public List<Send> sends() {
        return ledger.sends();
    }

    /**
     * How often each status ({@code sent}, {@code delivered}, {@code read}, {@code failed}) was reported of messages to
     * {@code phone} (E.164), whoever took it; attempts after the first and forgeries do not count.
     */
    public Map<String, Integer> statuses(String phone) {
        return ledger.statuses(phone).entrySet().stream()
                .collect(Collectors.toMap(entry -> Webhook.word(entry.getKey()), Map.Entry::getValue));
    }

    /** What became of the callbacks of {@code account} ({@code cloud/111}). */
    public Callbacks callbacks(String account) {
        return ledger.callbacks(account);
    }

    /**
     * From now on calls {@code url} back with what becomes of the messages that {@code account} sends, until a {@link
     * #reset}. Registering an account again replaces its URL and secret; the old URL hears no more.
     *
     * @param account as in the counters: {@code cloud/111}
     * @param secret what callbacks are signed with; Pepipost's is the token that it puts into the URL
     * @throws IllegalArgumentException where the account's vendor calls nobody back, or a part is no use
     */
    public void reportTo(String account, URI url, String secret) {
        courier.register(account, url, secret);
    }

    /**
     * Has the person at {@code phone} (E.164) write to {@code account}, which its webhook hears of a moment later.
     *
     * @throws IllegalArgumentException where the account has no webhook, or this is no phone
     */
    public void write(String account, String phone, String text) {
        courier.write(account, phone, text);
    }

    /**
     * Has the person at {@code phone} (E.164) tell the vendor of {@code account} whether they want its marketing.
     *
     * @throws IllegalArgumentException as for {@link #write}, and where the vendor passes no such consent on: only Cloud and
     *     WaConnect do
     */
    public void prefer(String account, String phone, boolean wanted) {
        courier.prefer(account, phone, wanted);
    }

    /**
     * From now on sends to anybody go as those to phones with these last digits, until told otherwise or a {@link #reset}.
     *
     * @param digits five, as docs/simulator.md has them; empty: everybody's own again
     * @throws IllegalArgumentException where they are not
     */
    public void behaveAs(String digits) {
        reactions.behaveAs(digits);
    }

    /** Forgets everything: counters, sends, media and webhooks, and how it was told to behave. */
    public void reset() {
        reactions.behaveAs("");
        courier.forgetAll();
        ledger.reset();
    }

    /** Ends every connection. */
    @Override
    public void close() {
        server.close();
        courier.close();
        media.close();
    }
}
