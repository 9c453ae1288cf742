package org.port17.api;

/** Why something failed, for programs. The set is closed; edges map each kind to their own protocol's code. */
public enum ErrorKind {
    /** A configuration value is missing or wrong. */
    CONFIG,
    /** Input from a wire, file or console does not parse or exceeds its bound. */
    BAD_INPUT,
    /** A peer broke the protocol. */
    PROTOCOL,
    /** Authentication of bytes failed: something was altered. */
    TAMPERED,
    /** A message was seen before. */
    REPLAYED,
    /** The prekey named is unknown or no longer accepted. */
    STALE_PREKEY,
    /** No permitted algorithm suite is common to both ends. */
    NO_SUITE,
    /** No route satisfies the request. */
    NO_ROUTE,
    /** A node could not be reached. */
    NODE_UNREACHABLE,
    /** The circuit broke while in use. */
    CIRCUIT_BROKEN,
    /** Policy at the exit, or of the user, forbids the destination. */
    TARGET_DENIED,
    /** The connection is not encrypted where it must be, or stopped being it. */
    NOT_ENCRYPTED,
    /** The destination's name does not exist. */
    NAME_NOT_FOUND,
    /** The destination refused the connection. */
    CONNECTION_REFUSED,
    /** The destination's host cannot be reached. */
    HOST_UNREACHABLE,
    /** The destination's network cannot be reached. */
    NETWORK_UNREACHABLE,
    /** The peer reset the connection. */
    CONNECTION_RESET,
    /** Nothing happened for too long. */
    TIMEOUT,
    /** A bound on memory, rate or count was reached. */
    OVERLOADED,
    /** Payment is missing or was refused. */
    UNPAID,
    /** The part asked for is not installed or not permitted. */
    UNSUPPORTED,
    /** Closed by this side on purpose. */
    CLOSED,
    /** A defect in this program. */
    INTERNAL
}
