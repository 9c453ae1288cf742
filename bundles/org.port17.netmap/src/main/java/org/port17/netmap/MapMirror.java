package org.port17.netmap;

/** Service: this process hands out the map that it holds to whoever asks. */
public interface MapMirror {
    /** TCP port, at every address of the node. */
    int port();
}
