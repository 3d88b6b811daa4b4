package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.background.Daemons;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A vendor that does with a connection what a test says, where the simulator would need to guess when. */
public final class ScriptedVendor implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

    /** What happens on each connection, in its own thread; the connection is closed after it. */
    public interface Script {
        void run(Socket socket) throws IOException;
    }

    public ScriptedVendor(Script script) throws IOException {
        Daemons.thread("scripted-vendor", () -> accept(script)).start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public int connections() {
        return connections.get();
    }

    /** Waits until a connection's script is over and the connection closed. */
    public void awaitClosed() throws InterruptedException {
        done.take();
    }

    /** Reads one request and returns its body. */
    public static String readRequest(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        char[] body = new char[length];
        int read = 0;
        while (read < length) {
            read += in.read(body, read, length - read);
        }
        return new String(body);
    }

    public static void reply(Socket socket, int status, String body) throws IOException {
        String head = "HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Daemons.thread("scripted-connection", () -> serve(socket, script))
                        .start();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            script.run(socket);
        } catch (IOException e) {
            done.add("ended by " + e.getMessage());
            return;
        }
        done.add("closed");
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
