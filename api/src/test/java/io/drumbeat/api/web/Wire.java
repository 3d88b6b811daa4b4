package io.drumbeat.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The wire between a browser and Drumbeat. It does to posts of campaigns what networks do; all else passes. */
final class Wire implements AutoCloseable {

    private static final String POST = "POST /api/v1/campaigns ";

    /** So small that what is held here does not look to the browser as if it had left. */
    private static final int BUFFER = 8 << 10;

    /** What happens to posts. */
    enum Trouble {
        NONE,
        /** Only their beginning arrives. */
        UPLOAD_STALLS,
        /** They arrive; what is answered waits for {@link #release}. */
        ANSWER_WAITS,
        /** They arrive; the connection breaks before their answer. */
        ANSWER_IS_LOST
    }

    private final URI behind;
    private final ServerSocket front;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Trouble trouble = Trouble.NONE;

    /** @param behind where Drumbeat listens */
    Wire(String behind) {
        try {
            this.behind = URI.create(behind);
            this.front = new ServerSocket();
            front.setReceiveBufferSize(BUFFER);
            front.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:" + front.getLocalPort() + path;
    }

    void set(Trouble trouble) {
        this.trouble = trouble;
    }

    /** Waits until Drumbeat has answered a post that was in trouble. */
    void awaitAnswer() throws InterruptedException {
        assertThat(answered.await(1, TimeUnit.MINUTES)).isTrue();
    }

    /** Lets through what waits. */
    void release() {
        trouble = Trouble.NONE;
        released.countDown();
    }

    private void accept() {
        try {
            while (true) {
                new Connection(front.accept()).begin();
            }
        } catch (IOException | RejectedExecutionException closed) {
            // It is over: a browser may connect while the threads are being ended.
        }
    }

    private final class Connection {
        private final Socket browser;
        private final Socket drumbeat;
        private volatile boolean posts;

        Connection(Socket browser) throws IOException {
            this.browser = browser;
            this.drumbeat = new Socket(InetAddress.getLoopbackAddress(), behind.getPort());
            sockets.addAll(List.of(browser, drumbeat));
        }

        void begin() {
            threads.execute(() -> copy(browser, drumbeat, this::upwards));
            threads.execute(() -> copy(drumbeat, browser, this::downwards));
        }

        private void upwards(byte[] bytes, int length, OutputStream to) throws IOException, InterruptedException {
            posts |= new String(bytes, 0, length, StandardCharsets.ISO_8859_1).startsWith(POST);
            to.write(bytes, 0, length);
            if (posts && trouble == Trouble.UPLOAD_STALLS) {
                released.await();
            }
        }

        private void downwards(byte[] bytes, int length, OutputStream to) throws IOException, InterruptedException {
            if (posts && trouble != Trouble.NONE) {
                answered.countDown();
            }
            if (posts && trouble == Trouble.ANSWER_IS_LOST) {
                throw new IOException("lost");
            }
            if (posts && trouble == Trouble.ANSWER_WAITS) {
                released.await();
            }
            posts = false;
            to.write(bytes, 0, length);
        }

        private void copy(Socket from, Socket to, Passing passing) {
            byte[] bytes = new byte[BUFFER];
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    passing.pass(bytes, length, out);
                }
            } catch (IOException broken) {
                // As wires do.
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private interface Passing {
        void pass(byte[] bytes, int length, OutputStream to) throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            front.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
