package io.drumbeat.engine.fetch;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * TLS, also to hosts with an underscore in their names. Java takes these for no names: it does not tell the server which
 * of its hosts is meant, and refuses every certificate. Here they are told, and compared, like any other.
 */
final class TlsByAnyName implements TlsSocketStrategy {

    /** It asks no more of a host's name than that the certificate is for it. */
    static final HostnameVerifier NAMES = HttpsSupport.getDefaultHostnameVerifier();

    private final SSLContext context;
    private final TlsSocketStrategy usual;

    /** @param context whom to trust */
    TlsByAnyName(SSLContext context) {
        this.context = context;
        this.usual = new DefaultClientTlsStrategy(context);
    }

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext http)
            throws IOException {
        TlsSocketStrategy strategy = host.indexOf('_') < 0 ? usual : telling(host);
        return strategy.upgrade(socket, host, port, attachment, http);
    }

    private TlsSocketStrategy telling(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return new DefaultClientTlsStrategy(context, HostnameVerificationPolicy.CLIENT, NAMES) {
            @Override
            protected void initializeSocket(SSLSocket socket) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new Told(name)));
                socket.setSSLParameters(parameters);
            }
        };
    }

    /** As {@code SNIHostName}, which refuses it. */
    private static final class Told extends SNIServerName {
        Told(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
