package org.port17.edge.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.port17.api.Tunnels;
import org.port17.netty.pipe.ApplicationRelay;
import org.port17.netty.pipe.HandshakeDeadline;

/** The handlers of one application's connection, in order; and how they make room for a relay of plain bytes. */
final class HttpPipeline extends ChannelInitializer<Channel> {
    static final String DECODER = "decoder";
    static final String ENCODER = "encoder";
    static final String PROXY = "proxy";

    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;

    private final Tunnels tunnels;
    private final boolean strict;
    private final int handshakeSeconds;

    HttpPipeline(Tunnels tunnels, boolean strict, int handshakeSeconds) {
        this.tunnels = tunnels;
        this.strict = strict;
        this.handshakeSeconds = handshakeSeconds;
    }

    @Override
    protected void initChannel(Channel channel) {
        AnswerEncoder encoder = new AnswerEncoder();
        channel.pipeline()
                .addLast(HandshakeDeadline.NAME, new HandshakeDeadline(handshakeSeconds))
                .addLast(DECODER, requestDecoder())
                .addLast(ENCODER, encoder)
                .addLast(PROXY, new ProxyRequests(channel, tunnels, strict, encoder));
    }

    static HttpRequestDecoder requestDecoder() {
        return new HttpRequestDecoder(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_CHUNK));
    }

    /** From here on the connection is a relay of plain bytes. What the decoder holds goes to the relay. */
    static void becomeRelay(ChannelPipeline pipeline, ApplicationRelay relay) {
        if (pipeline.get(HandshakeDeadline.NAME) != null) {
            pipeline.remove(HandshakeDeadline.NAME);
        }
        pipeline.remove(ENCODER);
        pipeline.replace(PROXY, ApplicationRelay.NAME, relay);
        pipeline.remove(DECODER);
    }
}
