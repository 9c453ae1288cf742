package org.port17.transport.websocket;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.TransportContract;
import org.port17.testkit.TransportRig;

class WssContractTest extends TransportContract {
    private static Certificate certificate;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        certificate = Certificate.make(folder);
    }

    /** Each costs two TLS handshakes' worth of CPU; the other transports run the full thousand. */
    @Override
    protected int connections() {
        return 200;
    }

    @Override
    protected TransportRig rig() throws Port17Exception {
        NodeLoops loops = new NodeLoops(IoKind.AUTO);
        SecureWebSocket transport = new SecureWebSocket(
                Ws.secure(
                        "pin",
                        new String[] {certificate.pin()},
                        certificate.chain().toString(),
                        certificate.key().toString()),
                loops);
        return new TransportRig(
                loops,
                transport,
                new Endpoint("wss", "127.0.0.1:0/port17"),
                new Endpoint("wss", "127.0.0.1:1/port17"),
                Ws.bad("wss"),
                loops);
    }
}
