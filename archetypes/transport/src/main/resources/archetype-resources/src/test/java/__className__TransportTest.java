package ${package};

import java.util.List;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.TransportContract;
import org.port17.testkit.TransportRig;

/** Everything the core relies on. Run it often; a transport that passes may be installed. */
class ${className}TransportTest extends TransportContract {
    @Override
    protected TransportRig rig() throws Port17Exception {
        NodeLoops loops = new NodeLoops(IoKind.AUTO);
        return new TransportRig(
                loops,
                new ${className}Transport(10, loops),
                new Endpoint("${scheme}", "127.0.0.1:0"),
                new Endpoint("${scheme}", "127.0.0.1:1"),
                List.of(new Endpoint("${scheme}", "no address"), new Endpoint("${scheme}", "127.0.0.1:65536")),
                loops);
    }
}
