package org.port17.transport.websocket;

import org.port17.netty.IoKind;

class WsEpollContractTest extends PlainContract {
    WsEpollContractTest() {
        super(IoKind.AUTO, "127.0.0.1:0");
    }
}
