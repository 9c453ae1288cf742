package org.port17.transport.tcp;

import org.port17.netty.IoKind;

class TcpNioContractTest extends TcpContract {
    TcpNioContractTest() {
        super(IoKind.NIO, "localhost");
    }
}
