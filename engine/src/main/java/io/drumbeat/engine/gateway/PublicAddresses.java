package io.drumbeat.engine.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names, and refuses those that lead into a private network: whoever may post a campaign must not read what
 * only this machine can reach. The check stands where the connection takes its address from, so that a name cannot
 * lead elsewhere at its second look-up.
 */
final class PublicAddresses implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        for (InetAddress address : addresses) {
            if (isPrivate(address)) {
                throw new PrivateAddress(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    static boolean isPrivate(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (address.getAddress().length == 4 ? isReserved4(address.getAddress()) : isReserved6(address));
    }

    /** This network, carrier-grade NAT, protocol assignments, benchmarks, reserved and broadcast (RFC 6890). */
    private static boolean isReserved4(byte[] ip) {
        int a = ip[0] & 0xff;
        int b = ip[1] & 0xff;
        return a == 0
                || (a == 100 && b >= 64 && b < 128)
                || (a == 192 && b == 0 && ip[2] == 0)
                || (a == 198 && (b == 18 || b == 19))
                || a >= 240;
    }

    /** Only global unicast (2000::/3) is public; of that, 6to4 and Teredo can carry a private IPv4 address. */
    private static boolean isReserved6(InetAddress address) {
        byte[] ip = address.getAddress();
        boolean global = (ip[0] & 0xe0) == 0x20;
        boolean sixToFour = ip[0] == 0x20 && ip[1] == 0x02;
        boolean teredo = ip[0] == 0x20 && ip[1] == 0x01 && ip[2] == 0 && ip[3] == 0;
        return !global || sixToFour || teredo;
    }

    /** The host has an address in a private network. */
    static final class PrivateAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        PrivateAddress(String host) {
            super(host);
        }
    }
}
