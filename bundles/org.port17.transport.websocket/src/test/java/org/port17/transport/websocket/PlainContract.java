package org.port17.transport.websocket;

import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.TransportContract;
import org.port17.testkit.TransportRig;

abstract class PlainContract extends TransportContract {
    private final IoKind kind;
    private final String free;

    PlainContract(IoKind kind, String free) {
        this.kind = kind;
        this.free = free;
    }

    @Override
    protected TransportRig rig() throws Port17Exception {
        NodeLoops loops = new NodeLoops(kind);
        return new TransportRig(
                loops,
                new PlainWebSocket(Ws.plain(10), loops),
                new Endpoint("ws", free),
                new Endpoint("ws", "127.0.0.1:1/port17"),
                Ws.bad("ws"),
                loops);
    }
}
