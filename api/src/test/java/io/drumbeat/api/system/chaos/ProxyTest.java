package io.drumbeat.api.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ProxyTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** Somebody else had it when it was to open again, and nothing passed any more. */
    @Test
    void shouldKeepItsPortWhileItRefuses() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, HERE);
                Proxy proxy = new Proxy(server::getLocalPort)) {
            proxy.refuse();
            assertThatThrownBy(() -> new Socket(HERE, proxy.port()).close()).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> bind(proxy.port())).isInstanceOf(BindException.class);

            proxy.openAgain();
            try (Socket client = new Socket(HERE, proxy.port());
                    Socket served = server.accept()) {
                client.getOutputStream().write('x');
                assertThat(served.getInputStream().read()).isEqualTo('x');
            }
        }
    }

    private static void bind(int port) throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(false);
            other.bind(new InetSocketAddress(HERE, port));
        }
    }
}
