package org.port17.transport.websocket;

import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import org.port17.api.Port17Exception;

/** What lies under the WebSocket: nothing, or TLS. Called on the loop. */
interface Security {
    /** Prepares a channel that is about to connect. Completes on the loop; fails with a {@link Port17Exception}. */
    CompletableFuture<Void> secureClient(Channel channel, WebAddress peer);

    /**
     * Asked before a listener opens.
     *
     * @throws Port17Exception CONFIG if this node has no key to listen with
     */
    void readyToListen() throws Port17Exception;

    /** Prepares an accepted channel. */
    void secureServer(Channel channel);

    /** Plain TCP, for use behind a web server that speaks TLS. */
    Security NONE = new Security() {
        @Override
        public CompletableFuture<Void> secureClient(Channel channel, WebAddress peer) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void readyToListen() {
            // Plain sockets need no key.
        }

        @Override
        public void secureServer(Channel channel) {
            // Nothing lies under the WebSocket.
        }
    };
}
