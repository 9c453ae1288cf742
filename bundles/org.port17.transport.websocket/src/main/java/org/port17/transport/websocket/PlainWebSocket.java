package org.port17.transport.websocket;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.port17.api.Port17Exception;
import org.port17.netty.Loops;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** Scheme {@code ws}. Its main use is to listen behind an ordinary web server that passes one path on. */
@Component(
        name = "org.port17.transport.websocket",
        service = Transport.class,
        property = Transport.SCHEME + "=" + PlainWebSocket.NAME)
@Designate(ocd = PlainWebSocket.Config.class)
public final class PlainWebSocket extends WebSocketTransport {
    /** Configuration of {@code etc/org.port17.transport.websocket.cfg}. */
    @ObjectClassDefinition(name = "Port17 transport: WebSocket")
    public @interface Config {
        @AttributeDefinition(
                description = "how long an attempt to connect, and then the upgrade, may take, in seconds, 1 to 300;"
                        + " default 10")
        int connect_timeout_seconds() default 10;
    }

    static final String NAME = "ws";

    /** @throws Port17Exception CONFIG if a value is out of its bounds */
    @Activate
    public PlainWebSocket(Config config, @Reference Loops loops) throws Port17Exception {
        super(
                new TransportTraits(NAME, 50, true),
                loops,
                Security.NONE,
                patience(config.connect_timeout_seconds(), "etc/org.port17.transport.websocket.cfg"));
    }

    @Deactivate
    void deactivate() {
        closeAll();
    }
}
