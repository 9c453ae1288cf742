package org.port17.launcher.localnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;

class PortsTest {
    @Test
    void givesEachPortOnce() throws LaunchException {
        List<Integer> ports = new Ports(new Random(1)).next(300);
        assertEquals(300, new HashSet<>(ports).size());
        assertTrue(ports.stream().allMatch(p -> p >= Ports.LOW && p < Ports.HIGH));
    }

    @Test
    void leavesOutAPortThatIsTaken() throws Exception {
        int taken = new Ports(new Random(2)).next();
        try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getByName("127.0.0.1"))) {
            assertFalse(Ports.isFree("127.0.0.1", taken));
            assertTrue(Ports.isOpen("127.0.0.1", socket.getLocalPort()));
            assertFalse(new Ports(new Random(2)).next() == taken);
        }
    }

    @Test
    void refusesAChosenPortThatIsTakenOrElsewhere() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            HostPort taken = new HostPort("127.0.0.1", socket.getLocalPort());
            LaunchException e = assertThrows(LaunchException.class, () -> new Ports(new Random()).take("socks", taken));
            assertTrue(e.getMessage().contains("--socks"));
        }
        assertThrows(
                LaunchException.class, () -> new Ports(new Random()).take("http", new HostPort("192.0.2.1", 8118)));
    }

    @Test
    void refusesOnePortForTwoListeners() throws LaunchException {
        Ports ports = new Ports(new Random(3));
        HostPort chosen = new HostPort("127.0.0.1", new Ports(new Random(4)).next());
        assertEquals(chosen, ports.take("socks", chosen));
        assertThrows(LaunchException.class, () -> ports.take("http", chosen));
    }
}
