package org.port17.netty.pipe;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;

/**
 * How a socket of Port17 ends: by reset unless both sides finished.
 *
 * <p>Sockets carry {@code SO_LINGER} 0 from their first moment. A plain close, an error and even the death of the
 * process (SIGKILL included: the kernel closes what is open) then send RST, so nobody takes a cut-off transfer for a
 * whole one. Only {@link #closeCleanly} switches that off.
 */
public final class Sockets {
    /** The value of {@code SO_LINGER} that turns every close into a reset. */
    public static final int RESET_ON_CLOSE = 0;

    private static final int LINGER_OFF = -1;

    private Sockets() {}

    /** Closes such that bytes already written still reach the peer, followed by FIN. */
    public static void closeCleanly(Channel channel) {
        if (channel.isOpen()) {
            try {
                channel.config().setOption(ChannelOption.SO_LINGER, LINGER_OFF);
            } catch (ChannelException alreadyGone) {
                // The peer was faster; closing is all that is left, and it cannot lose anything any more.
                channel.close();
                return;
            }
        }
        channel.close();
    }
}
