package org.port17.transport.tcp;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.port17.api.Endpoint;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.TransportContract;
import org.port17.testkit.TransportRig;

/** The contract on real sockets. */
abstract class TcpContract extends TransportContract {
    static final Settings SETTINGS = new Settings("system", "cubic", Duration.ofSeconds(10));
    private final IoKind kind;
    private final String host;

    TcpContract(IoKind kind, String host) {
        this.kind = kind;
        this.host = host;
    }

    @Override
    protected TransportRig rig() {
        NodeLoops loops = new NodeLoops(kind);
        List<Endpoint> bad = Stream.of(
                        "example.org:80",
                        "127.0.0.1",
                        "127.0.0.1:",
                        ":4000",
                        "127.0.0.1:65536",
                        "127.0.0.1:-1",
                        "127.1:80",
                        "[::1]",
                        "::1:80",
                        "[127.0.0.1]:80",
                        "[fe80::1%lo]:80",
                        "127.0.0.1:80/path")
                .map(address -> new Endpoint("tcp", address))
                .toList();
        return new TransportRig(
                loops,
                new TcpTransport(SETTINGS, loops),
                new Endpoint("tcp", host + ":0"),
                new Endpoint("tcp", host + ":1"),
                bad,
                loops);
    }
}
