package org.port17.spi.rule;

/** What a rule does with a connection. */
public enum Action {
    /** Through the network. */
    TUNNEL,
    /** Past the network, from this machine itself. */
    DIRECT,
    /** Not at all. */
    BLOCK
}
