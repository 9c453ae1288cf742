package org.port17.transport.memory;

import java.util.List;
import org.port17.api.Endpoint;
import org.port17.testkit.TestLoop;
import org.port17.testkit.TransportContract;
import org.port17.testkit.TransportRig;

class MemoryTransportTest extends TransportContract {
    @Override
    protected TransportRig rig() {
        TestLoop loop = new TestLoop();
        return new TransportRig(
                loop,
                new MemoryTransport(loop),
                new Endpoint("mem", "0"),
                new Endpoint("mem", "nobody"),
                List.of(new Endpoint("mem", "not a name"), new Endpoint("mem", "x".repeat(65))),
                loop::runUntilIdle);
    }
}
