package org.port17.transport.websocket;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.port17.api.Port17Exception;
import org.port17.netty.Loops;
import org.port17.spi.transport.Transport;
import org.port17.spi.transport.TransportTraits;

/** Scheme {@code wss}: WebSocket over TLS 1.3 or 1.2 of the JDK. */
@Component(
        name = "org.port17.transport.websocket.tls",
        service = Transport.class,
        property = Transport.SCHEME + "=" + SecureWebSocket.NAME)
@Designate(ocd = SecureWebSocket.Config.class)
public final class SecureWebSocket extends WebSocketTransport {
    /** Configuration of {@code etc/org.port17.transport.websocket.tls.cfg}. */
    @ObjectClassDefinition(name = "Port17 transport: WebSocket over TLS")
    public @interface Config {
        @AttributeDefinition(
                description = "how long an attempt to connect, and then TLS with the upgrade, may take, in seconds,"
                        + " 1 to 300; default 10")
        int connect_timeout_seconds() default 10;

        @AttributeDefinition(
                description = "which certificates of web servers are accepted when dialling: system (the JDK's trust"
                        + " store, and the name must fit), pin (only the keys of tls.pins), none (any; Port17"
                        + " authenticates the node itself in any case); default system",
                options = {@Option("system"), @Option("pin"), @Option("none")})
        String tls_verify() default "system";

        @AttributeDefinition(
                description =
                        "for tls.verify=pin: SHA-256 of accepted public keys (SubjectPublicKeyInfo), 64 hex digits"
                                + " each; default none")
        String[] tls_pins() default {};

        @AttributeDefinition(description = "PEM file with the certificate chain to listen with; default none")
        String tls_certificate() default "";

        @AttributeDefinition(description = "PEM file (PKCS#8, not encrypted) with its key; default none")
        String tls_key() default "";
    }

    static final String NAME = "wss";

    /**
     * Reads the trust store and the key in the background; what is wrong with them is reported when they are needed.
     *
     * @throws Port17Exception CONFIG if a value is out of its bounds
     */
    @Activate
    public SecureWebSocket(Config config, @Reference Loops loops) throws Port17Exception {
        super(
                new TransportTraits(NAME, 60, true),
                loops,
                new Tls(TlsSettings.of(config)),
                patience(config.connect_timeout_seconds(), TlsSettings.FILE));
    }

    @Deactivate
    void deactivate() {
        closeAll();
    }
}
