package org.port17.transport.tcp;

import org.port17.netty.IoKind;

class TcpEpollContractTest extends TcpContract {
    TcpEpollContractTest() {
        super(IoKind.AUTO, "127.0.0.1");
    }
}
