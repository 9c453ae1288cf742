package org.port17.transport.tcp;

import org.port17.netty.IoKind;

class TcpIp6ContractTest extends TcpContract {
    TcpIp6ContractTest() {
        super(IoKind.AUTO, "[::1]");
    }
}
