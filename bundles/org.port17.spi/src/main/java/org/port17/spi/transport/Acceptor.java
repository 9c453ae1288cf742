package org.port17.spi.transport;

/** Takes accepted connections. */
public interface Acceptor {
    /** @return the events of this connection; the first of them comes after this call returned */
    ConnectionEvents accept(Connection connection);
}
