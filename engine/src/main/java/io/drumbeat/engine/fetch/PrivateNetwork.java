package io.drumbeat.engine.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses that only what is near can reach. */
public final class PrivateNetwork {

    private PrivateNetwork() {}

    /** Whether {@code address} is one of them: loopback, link-local, private or otherwise not for the internet. */
    public static boolean has(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || (address.getAddress().length == 4 ? isReserved4(address.getAddress()) : isReserved6(address));
    }

    /** Whether {@code host} has any such address. A name that is not known here may be good outside: it has none. */
    public static boolean hasHost(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(PrivateNetwork::has);
        } catch (UnknownHostException notKnownHere) {
            return false;
        }
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
}
