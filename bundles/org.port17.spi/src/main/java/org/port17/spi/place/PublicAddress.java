package org.port17.spi.place;

/** Addresses that machines elsewhere can reach, and the networks that they are given out in. */
public final class PublicAddress {
    /** What is nobody's in IPv4 or does not leave a network: first address, bits. RFC 6890, multicast and above. */
    private static final int[][] SPECIAL = {
        {0x00000000, 8},
        {0x0A000000, 8},
        {0x64400000, 10},
        {0x7F000000, 8},
        {0xA9FE0000, 16},
        {0xAC100000, 12},
        {0xC0A80000, 16},
        {0xC6120000, 15},
        {0xE0000000, 3}
    };

    private PublicAddress() {}

    /**
     * Whether an address is one on the public Internet.
     *
     * @param address 4 bytes of IPv4 or 16 of IPv6
     */
    public static boolean test(byte[] address) {
        if (address.length == 16) {
            // 2000::/3 is all of IPv6 that was ever given out.
            return (address[0] & 0xE0) == 0x20;
        }
        int number = number(address);
        for (int[] range : SPECIAL) {
            if ((number ^ range[0]) >>> 32 - range[1] == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The /24 of an IPv4 address or the /48 of an IPv6 address as a number, never 0; different ones for different networks.
     * Below 2^50.
     */
    public static long network(byte[] address) {
        int length = address.length == 4 ? 3 : 6;
        long network = address.length == 4 ? 1 : 2;
        for (int i = 0; i < length; i++) {
            network = network << 8 | address[i] & 0xFF;
        }
        return network;
    }

    private static int number(byte[] address) {
        return address[0] << 24 | (address[1] & 0xFF) << 16 | (address[2] & 0xFF) << 8 | address[3] & 0xFF;
    }
}
