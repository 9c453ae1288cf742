package org.port17.launcher.localnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.port17.launcher.cli.HostPort;
import org.port17.launcher.cli.LaunchException;

/** Free TCP ports on loopback. */
public final class Ports {
    /** Below the range from which systems take the ports of outgoing connections, so that none of those comes first. */
    static final int LOW = 20_000;

    static final int HIGH = 32_000;
    private final Random random;
    private final Set<Integer> given = new LinkedHashSet<>();

    /** Ports that somebody else will open later. */
    private final Set<Integer> left = new HashSet<>();

    /** @param random decides where the search starts */
    public Ports(Random random) {
        this.random = random;
    }

    /** Never gives these, even if nothing listens on them yet. Whoever asks for one by {@link #take} still gets it. */
    public void leave(Collection<Integer> ports) {
        left.addAll(ports);
    }

    /** A port on which nothing listens now and that this object has not given before. */
    public int next() throws LaunchException {
        for (int tries = 0; tries < 4 * (HIGH - LOW); tries++) {
            int port = LOW + random.nextInt(HIGH - LOW);
            if (!given.contains(port) && !left.contains(port) && isFree("127.0.0.1", port)) {
                given.add(port);
                return port;
            }
        }
        throw LaunchException.failed(
                "no free port was found between " + LOW + " and " + HIGH + ": end programs that hold them");
    }

    public List<Integer> next(int count) throws LaunchException {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ports.add(next());
        }
        return ports;
    }

    /** Reserves an address that the user chose. */
    public HostPort take(String option, HostPort wanted) throws LaunchException {
        if (!given.add(wanted.port()) || !isFree(wanted.host(), wanted.port())) {
            throw LaunchException.failed("port " + wanted.port()
                    + " cannot be opened (taken, or not an address of this machine): choose another with --" + option
                    + ", or leave it out for a free one");
        }
        return wanted;
    }

    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether something accepts connections there. */
    public static boolean isOpen(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
