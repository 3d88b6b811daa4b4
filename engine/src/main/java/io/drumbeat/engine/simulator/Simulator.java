package io.drumbeat.engine.simulator;

import io.drumbeat.engine.gateway.MediaFetch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.HttpService;

/**
 * An HTTP server that speaks the vendors' protocols as strictly as their documents do, misbehaves where a phone's last
 * digits ask for it, and counts what reached whom. Its README beside this class has the table.
 *
 * <p>Base URLs for senders: {@code http://HOST:PORT/cloud/v23.0}, {@code http://HOST:PORT/wachat/api/v1}
 * and {@code http://HOST:PORT/wacr/api/v1}. Everything
 * is kept in memory until {@link #reset}: one counter a phone (some 100 bytes), the newest 200,000 sends, media ids
 * without their bytes; an upload, or a send that carries the
 * media, is held whole while it is read, at most 101 MiB.
 */
public final class Simulator implements AutoCloseable {

    private final Ledger ledger;
    private final SimulatorServer server;
    private final MediaFetch media;

    private Simulator(Ledger ledger, SimulatorServer server, MediaFetch media) {
        this.ledger = ledger;
        this.server = server;
        this.media = media;
    }

    /**
     * How it behaves besides the phones' digits.
     *
     * @param latency between a request's arrival and its answer
     * @param fetchMedia whether a vendor that takes media by URL fetches each URL (once), and refuses what it cannot
     * @param misbehave whether phones choose behaviours; false: all are good, for load with many numbers
     */
    public record Options(Duration latency, boolean fetchMedia, boolean misbehave) {
        public static final Options USUAL = new Options(Duration.ZERO, true, true);
    }

    /**
     * One send that got as far as its vendor's checks.
     *
     * @param account gateway and number: {@code cloud/111}
     * @param phone E.164
     * @param received whether the message reached the phone
     * @param arrivedNanos when the request's head was read, by {@link System#nanoTime}
     * @param repliedNanos right before the answer was written, by the same clock; -1 without an answer
     */
    public record Send(String account, String phone, boolean received, long arrivedNanos, long repliedNanos) {}

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
        Vendors vendors = new Vendors(options, media, ledger);
        Reports reports = new Reports(ledger);
        SimulatorServer server = SimulatorServer.start(
                host,
                port,
                socket -> new HttpService(
                        HttpProcessors.server("Drumbeat simulator"),
                        new Conversation(socket, vendors, reports, ledger, options)));
        return new Simulator(ledger, server, media);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
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
        return ledger.uploads(account);
    }

    /** The newest 200,000 sends that are over, oldest first. */
    public List<Send> sends() {
        return ledger.sends();
    }

    /** Forgets everything: counters, sends and media. */
    public void reset() {
        ledger.reset();
    }

    /** Ends every connection. */
    @Override
    public void close() {
        server.close();
        media.close();
    }
}
