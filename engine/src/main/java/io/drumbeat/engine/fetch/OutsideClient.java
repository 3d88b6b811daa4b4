package io.drumbeat.engine.fetch;

import io.drumbeat.engine.fetch.PublicAddresses.PrivateAddress;
import io.drumbeat.engine.gateway.http.UserAgent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.util.Timeout;

/**
 * How addresses that a campaign names are called: without redirects, cookies and repetitions, each time on a connection of its
 * own, whose address is checked when it is made.
 */
final class OutsideClient {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    private OutsideClient() {}

    /** @param allowPrivateHosts whether loopback, link-local and private addresses may be called */
    static DnsResolver addresses(boolean allowPrivateHosts) {
        return allowPrivateHosts ? SystemDefaultDnsResolver.INSTANCE : new PublicAddresses();
    }

    /**
     * A new one.
     *
     * @param addresses where hosts are
     * @param trust whose certificates are good
     * @param mostConnections at a time, to one host and to all
     */
    static CloseableHttpClient create(DnsResolver addresses, SSLContext trust, int mostConnections) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .build())
                .setMaxConnPerRoute(mostConnections)
                .setMaxConnTotal(mostConnections)
                .setDnsResolver(addresses)
                .setTlsSocketStrategy(new TlsByAnyName(trust));
        return HttpClients.custom()
                .setConnectionManager(connections.build())
                .setUserAgent(UserAgent.TEXT)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    /**
     * Why there is no answer, in words for the campaign's author, whose sentence begins with the address. By the cause's class:
     * its message may name the host's address, which can be one of a private network.
     *
     * @param inTime whether the deadline was met
     * @param otherwise what else it is that failed, before the reason
     */
    static String why(IOException cause, boolean inTime, String otherwise) {
        if (cause instanceof PrivateAddress) {
            return "leads to a private address, which is not allowed here";
        }
        return !inTime || cause instanceof InterruptedIOException
                ? "was not answered in time"
                : otherwise + ": " + fault(cause);
    }

    private static String fault(IOException cause) {
        if (cause instanceof UnknownHostException) {
            return "its host is unknown";
        }
        if (cause instanceof NoRouteToHostException) {
            return "its server cannot be reached";
        }
        if (cause instanceof ConnectException) {
            return "its server refuses the connection";
        }
        if (cause instanceof SSLPeerUnverifiedException || cause.getCause() instanceof CertificateException) {
            return "its server's certificate is not trusted for this host";
        }
        if (cause instanceof SSLException) {
            return "no TLS connection to its server can be made";
        }
        if (cause instanceof ClientProtocolException || cause instanceof MessageConstraintException) {
            return "its server does not speak HTTP as it should";
        }
        return "its server broke off";
    }
}
