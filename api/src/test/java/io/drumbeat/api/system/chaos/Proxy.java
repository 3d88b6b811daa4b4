package io.drumbeat.api.system.chaos;

import io.drumbeat.campaigns.background.Daemons;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;

/** A way to a server on loopback that can be cut, frozen, slowed down or closed. */
final class Proxy implements AutoCloseable {

    private final IntSupplier target;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("proxy"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object thawed = new Object();

    /** Keeps the port while nobody listens there: else it may be another program's by the time it opens again. */
    private final Socket kept = new Socket();

    private final int port;
    private ServerSocket listener;
    private volatile boolean frozen;
    private volatile long delayMillis;

    /** @param target the server's port, asked for each connection */
    Proxy(IntSupplier target) {
        this.target = target;
        try {
            kept.setReuseAddress(true);
            kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.port = kept.getLocalPort();
        this.listener = listen(port);
        accept(listener);
    }

    int port() {
        return port;
    }

    /** Resets every connection; new ones are served. */
    void cut() {
        open.forEach(Proxy::reset);
    }

    /** From now on nothing passes, either way, until {@link #thaw}. */
    void freeze() {
        frozen = true;
    }

    void thaw() {
        synchronized (thawed) {
            frozen = false;
            thawed.notifyAll();
        }
    }

    /** From now on each piece of what passes, either way, takes {@code millis} longer; 0: no longer. */
    void slowDown(long millis) {
        delayMillis = millis;
    }

    /** Resets every connection, and refuses new ones until {@link #openAgain}. */
    synchronized void refuse() {
        closeQuietly(listener);
        cut();
    }

    synchronized void openAgain() {
        listener = listen(port);
        accept(listener);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket from) {
        threads.execute(() -> {
            while (!from.isClosed()) {
                try {
                    serve(from.accept());
                } catch (IOException e) {
                    // closed, or a server that is away: the client's connection has been reset
                }
            }
        });
    }

    private void serve(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()), 1_000);
        } catch (IOException away) {
            reset(client);
            throw away;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        threads.execute(() -> pump(client, server));
        threads.execute(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Thread.sleep(delayMillis);
                awaitThaw();
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException e) {
            // ends below, as a connection that was closed does
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitThaw() throws InterruptedException {
        synchronized (thawed) {
            while (frozen) {
                thawed.wait();
            }
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is of no more use either way
        }
    }

    @Override
    public void close() {
        thaw();
        refuse();
        closeQuietly(kept);
        threads.shutdownNow();
    }
}
