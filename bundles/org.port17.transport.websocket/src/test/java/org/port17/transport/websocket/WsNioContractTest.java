package org.port17.transport.websocket;

import org.port17.netty.IoKind;

class WsNioContractTest extends PlainContract {
    WsNioContractTest() {
        super(IoKind.NIO, "[::1]:0/a/b");
    }
}
