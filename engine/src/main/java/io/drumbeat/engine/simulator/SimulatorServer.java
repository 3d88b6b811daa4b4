package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.background.Daemons;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread a connection, with the socket at hand: a server that knows no sockets cannot reset one. */
final class SimulatorServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final Function<Socket, HttpService> service;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("simulator"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private SimulatorServer(ServerSocket listener, Function<Socket, HttpService> service) {
        this.listener = listener;
        this.service = service;
    }

    static SimulatorServer start(String host, int port, Function<Socket, HttpService> service) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        SimulatorServer server = new SimulatorServer(listener, service);
        server.threads.execute(server::accept);
        return server;
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("A connection could not be accepted", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DefaultBHttpServerConnection connection = new DefaultBHttpServerConnection(null, Http1Config.DEFAULT)) {
            socket.setTcpNoDelay(true);
            connection.bind(socket);
            HttpService conversation = service.apply(socket);
            while (connection.isOpen() && !socket.isClosed()) {
                conversation.handleRequest(connection, HttpCoreContext.create());
            }
        } catch (IOException | HttpException e) {
            LOG.debug("A connection ended", e);
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(SimulatorServer::closeQuietly);
        threads.shutdownNow();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("A socket could not be closed", e);
        }
    }
}
