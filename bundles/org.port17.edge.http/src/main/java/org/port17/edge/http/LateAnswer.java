package org.port17.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.port17.api.Port17Exception;
import org.port17.netty.pipe.ApplicationRelay;
import org.port17.netty.pipe.Farewell;

/** Answers a CONNECT when the destination's fate is known. */
record LateAnswer(Channel channel, HttpRequest request) implements ApplicationRelay.Answer {
    /** The answer of a CONNECT that worked. */
    static ByteBuf established() {
        return Unpooled.copiedBuffer("HTTP/1.1 200 Connection established\r\n\r\n", StandardCharsets.US_ASCII);
    }

    @Override
    public void connected() {
        channel.writeAndFlush(established());
    }

    @Override
    public boolean failed(Port17Exception reason) {
        Farewell.say(channel, ErrorPage.of(reason.kind()).bytes(request));
        return true;
    }
}
