package org.port17.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SocketOwnerTest {
    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1
               1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 222 1
               2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 333 1
               3: 0100007F:C001 0100007F:1F90 06 00000000:00000000 00:00000000 00000000     0        0 0 3
            """;

    @Test
    void picksTheNearSideOfTheConnection() {
        assertEquals(List.of("222"), SocketOwner.inodes(TABLE.lines(), 0xc001, 0x1f90));
        assertEquals(List.of("333"), SocketOwner.inodes(TABLE.lines(), 0x1f90, 0xc001));
        assertEquals(List.of(), SocketOwner.inodes(Stream.of("", "garbage", "1 2 3"), 1, 2));
    }

    @Test
    void findsOurOwnConnectionAndNobodyElses() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "needs Linux");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            long own = ProcessHandle.current().pid();
            assertEquals(
                    OptionalLong.of(own), SocketOwner.find(client.getLocalPort(), server.getLocalPort(), List.of(own)));
            assertEquals(
                    OptionalLong.empty(), SocketOwner.find(client.getLocalPort(), server.getLocalPort(), List.of()));
        }
    }
}
