package org.port17.mirror.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PrefixLimitTest {
    private final PrefixLimit limit = new PrefixLimit(2);

    @Test
    void oneNeighbourhoodLeavesRoomForAnother() throws Exception {
        assertTrue(enters("198.51.100.1") && enters("198.51.100.2"));
        assertFalse(enters("198.51.100.3"));
        assertTrue(enters("198.51.101.3"));
        assertTrue(enters("2001:db8:1:2::1") && enters("2001:db8:1:3::1"));
        assertFalse(enters("2001:db8:1:4::1"));
        assertTrue(enters("2001:db8:2::1"));
    }

    @Test
    void whoLeavesMakesRoomOnce() throws Exception {
        enters("198.51.100.1");
        enters("198.51.100.2");
        limit.leaves(InetAddress.getByName("198.51.100.1"));
        assertTrue(enters("198.51.100.9"));
        assertFalse(enters("198.51.100.9"));
        limit.leaves(InetAddress.getByName("192.0.2.1")); // who was never in changes nothing
        assertFalse(enters("198.51.100.9"));
    }

    /** A network on one machine is one prefix. */
    @Test
    void thisMachineIsNotCounted() throws Exception {
        int in = 0;
        for (int i = 0; i < 100; i++) {
            in += enters("127.0.0.1") && enters("::1") ? 1 : 0;
        }
        limit.leaves(InetAddress.getByName("127.0.0.1"));
        assertEquals(100, in);
    }

    private boolean enters(String address) throws Exception {
        return limit.enters(InetAddress.getByName(address));
    }
}
