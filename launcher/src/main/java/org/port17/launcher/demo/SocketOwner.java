package org.port17.launcher.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Which process holds a TCP connection, as the kernel says (proc(5)). */
final class SocketOwner {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private SocketOwner() {}

    /**
     * The owner of the connection from {@code localPort} to {@code remotePort} on this machine.
     *
     * @param candidates processes that may be it
     * @return empty if none of them is, or the system does not tell
     */
    static OptionalLong find(int localPort, int remotePort, List<Long> candidates) throws IOException {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Path file = Path.of(table);
            if (!Files.isReadable(file)) {
                continue;
            }
            try (Stream<String> lines = Files.lines(file)) {
                List<String> inodes = inodes(lines, localPort, remotePort);
                for (long pid : candidates) {
                    for (String inode : inodes) {
                        if (holds(pid, inode)) {
                            return OptionalLong.of(pid);
                        }
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    static List<String> inodes(Stream<String> table, int localPort, int remotePort) {
        String local = String.format(Locale.ROOT, ":%04X", localPort);
        String remote = String.format(Locale.ROOT, ":%04X", remotePort);
        return table.map(line -> line.strip().split("\\s+"))
                .filter(f -> f.length > INODE && f[LOCAL].endsWith(local) && f[REMOTE].endsWith(remote))
                .map(f -> f[INODE])
                .filter(inode -> !inode.equals("0"))
                .toList();
    }

    private static boolean holds(long pid, String inode) throws IOException {
        String wanted = "socket:[" + inode + "]";
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                if (target(descriptor).equals(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed between listing and reading.
            return "";
        }
    }
}
