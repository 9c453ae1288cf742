package org.port17.edge.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.api.Tunnels;
import org.port17.netty.pipe.ApplicationRelay;
import org.port17.netty.pipe.Farewell;
import org.port17.netty.pipe.HandshakeDeadline;
import org.port17.netty.pipe.Sockets;

/**
 * Serialises an application's requests: one at a time, each over a stream of its own. A CONNECT ends HTTP on the
 * connection. What arrives ahead of its turn waits here; reading stops when that is more than a little.
 */
final class ProxyRequests extends ChannelInboundHandlerAdapter {
    static final String EDGE = "http";
    private static final int MAX_WAITING = 16;

    private final Channel channel;
    private final Tunnels tunnels;
    private final boolean strict;
    private final AnswerEncoder encoder;
    private final Queue<HttpObject> waiting = new ArrayDeque<>();
    private HttpRequest connect;
    private OriginExchange exchange;
    private boolean applicationFinished;
    private boolean ended;

    ProxyRequests(Channel channel, Tunnels tunnels, boolean strict, AnswerEncoder encoder) {
        this.channel = channel;
        this.tunnels = tunnels;
        this.strict = strict;
        this.encoder = encoder;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (ended || !(message instanceof HttpObject object)) {
            ReferenceCountUtil.release(message);
            return;
        }
        waiting.add(object);
        proceed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            applicationFinished = true;
            proceed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        if (exchange != null) {
            exchange.abort(ErrorKind.CLOSED);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    /** Goes on with whatever waits, as far as possible now. */
    void proceed() {
        while (!ended && !waiting.isEmpty() && takesMore()) {
            HttpObject next = waiting.remove();
            if (next.decoderResult().isFailure()) {
                refuseUnreadable(next);
            } else if (next instanceof HttpRequest request) {
                begin(request);
            } else if (next instanceof HttpContent content) {
                goOn(content);
            }
        }
        if (ended) {
            return;
        }
        if (applicationFinished && waiting.isEmpty()) {
            if (exchange == null && connect == null) {
                ended = true;
                Sockets.closeCleanly(channel);
            } else if (exchange == null || !exchange.isRequestComplete()) {
                channel.close();
            }
        } else if (!applicationFinished) {
            channel.config().setAutoRead(waiting.size() < MAX_WAITING);
        }
    }

    /** The answer is complete and written. */
    void answered(boolean keepAlive) {
        exchange = null;
        if (keepAlive) {
            proceed();
        } else {
            ended = true;
            Farewell.say(channel, channel.alloc().buffer(0));
        }
    }

    /** Answers {@code request} with a page and closes. */
    void refuse(HttpRequest request, ErrorPage page) {
        exchange = null;
        ended = true;
        Farewell.say(channel, page.bytes(request));
    }

    private boolean takesMore() {
        return exchange == null || exchange.takesMore();
    }

    private void refuseUnreadable(HttpObject broken) {
        ReferenceCountUtil.release(broken);
        if (exchange == null) {
            refuse(
                    broken instanceof HttpRequest request
                            ? request
                            : new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
                    ErrorPage.badRequest("The request is not valid HTTP, or its headers are larger than 16 KiB."));
        } else {
            channel.close();
        }
    }

    private void begin(HttpRequest request) {
        if (channel.pipeline().get(HandshakeDeadline.NAME) != null) {
            channel.pipeline().remove(HandshakeDeadline.NAME);
        }
        if (HttpMethod.CONNECT.equals(request.method())) {
            connect = request;
            return;
        }
        try {
            ProxyTarget target = ProxyTarget.of(request.method(), request.uri());
            String application = ProxyHeaders.application(request);
            encoder.answering(request.method());
            OriginExchange opening = new OriginExchange(this, channel, tunnels.loop(), request);
            opening.start(tunnels.open(new StreamRequest(target.destination(), application, EDGE), opening), target);
            exchange = opening;
        } catch (Port17Exception e) {
            refuse(request, page(e));
        }
    }

    private void goOn(HttpContent content) {
        if (exchange != null) {
            exchange.send(content);
            return;
        }
        boolean plain = content instanceof LastHttpContent && !content.content().isReadable() && waiting.isEmpty();
        content.release();
        if (connect == null) {
            return;
        }
        HttpRequest request = connect;
        if (plain) {
            openTunnel(request);
        } else {
            refuse(request, ErrorPage.badRequest("CONNECT has no body, and nothing follows it before its answer."));
        }
    }

    private void openTunnel(HttpRequest request) {
        ApplicationRelay relay = new ApplicationRelay(
                channel, strict ? new LateAnswer(channel, request) : ApplicationRelay.Answer.GIVEN);
        try {
            ProxyTarget target = ProxyTarget.of(request.method(), request.uri());
            StreamRequest wish = new StreamRequest(target.destination(), ProxyHeaders.application(request), EDGE);
            relay.carry(tunnels.open(wish, relay));
        } catch (Port17Exception e) {
            refuse(request, page(e));
            return;
        }
        ended = true;
        // The encoder leaves with the rest; this goes round it.
        if (!strict) {
            channel.pipeline().context(HttpPipeline.DECODER).writeAndFlush(LateAnswer.established());
        }
        HttpPipeline.becomeRelay(channel.pipeline(), relay);
    }

    private static ErrorPage page(Port17Exception reason) {
        return reason.kind() == ErrorKind.BAD_INPUT
                ? ErrorPage.badRequest(capitalised(reason.getMessage()))
                : ErrorPage.of(reason.kind());
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private void end() {
        ended = true;
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
