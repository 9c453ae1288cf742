package org.port17.edge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Port17Exception;
import org.port17.api.StreamEvents;
import org.port17.api.TunnelStream;
import org.port17.netty.pipe.ApplicationRelay;
import org.port17.netty.pipe.Upload;

/**
 * One plain request and its answer, over one stream.
 *
 * <p>Until the answer's head has come, a failure is a page. After that it is a reset, and the origin's FIN is a FIN: an
 * answer without a length must never look whole when it is not. An agreed upgrade turns both sides into a relay.
 */
final class OriginExchange implements StreamEvents {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_CHUNK = 256 * 1024;
    private static final Duration LEAVE_TIME = Duration.ofSeconds(10);

    private final ProxyRequests requests;
    private final Channel channel;
    private final Loop loop;
    private final HttpRequest request;
    private final boolean keepAlive;
    private final boolean upgradeAsked;
    private final Upload up = new Upload();
    private final EmbeddedChannel codec = new EmbeddedChannel(new HttpClientCodec(
            new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_LINE)
                    .setMaxHeaderSize(MAX_HEADERS)
                    .setMaxChunkSize(MAX_CHUNK),
            false,
            false));
    private TunnelStream stream;
    private ApplicationRelay relay;
    private Loop.Timer leaving;
    private int unreported;
    private boolean flushing;
    private boolean full;
    private boolean requestComplete;
    private boolean interim;
    private boolean headSent;
    private boolean reusable;
    private boolean answered;
    private boolean over;

    OriginExchange(ProxyRequests requests, Channel channel, Loop loop, HttpRequest request) {
        this.requests = requests;
        this.channel = channel;
        this.loop = loop;
        this.request = request;
        this.keepAlive = ProxyHeaders.keepsAlive(request);
        this.upgradeAsked = ProxyHeaders.upgrades(request);
    }

    /** Sends the request's head: origin-form, without what was meant for this proxy. */
    void start(TunnelStream opened, ProxyTarget target) {
        stream = opened;
        request.setUri(target.path());
        ProxyHeaders.forNextHop(request);
        request.headers().set(HttpHeaderNames.HOST, target.host());
        if (!upgradeAsked) {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        encode(request);
    }

    boolean isRequestComplete() {
        return requestComplete;
    }

    /** Whether {@link #send} may be called now. */
    boolean takesMore() {
        return !requestComplete && !full;
    }

    /** The next piece of the request's body. */
    void send(HttpContent content) {
        requestComplete = content instanceof LastHttpContent;
        if (answered || over) {
            content.release();
        } else {
            encode(content);
        }
    }

    /** The application is gone. */
    void abort(ErrorKind reason) {
        if (!over) {
            over = true;
            stream.reset(reason);
            release();
        }
    }

    @Override
    public void connected() {
        if (relay != null) {
            relay.connected();
        }
    }

    @Override
    public void received(byte[] data, int offset, int length) {
        if (relay != null) {
            relay.received(data, offset, length);
        } else if (answered) {
            // More than the answer: nobody wants it, and an origin may not make us read it for ever.
            abort(ErrorKind.CLOSED);
        } else if (!over) {
            unreported += length;
            ByteBuf copy = channel.alloc().directBuffer(length);
            copy.writeBytes(data, offset, length);
            try {
                codec.writeInbound(copy);
            } catch (CodecException e) {
                brokenAnswer();
                return;
            }
            relayAnswer();
        }
    }

    @Override
    public void writable() {
        if (relay != null) {
            relay.writable();
        } else if (!over) {
            full = !up.passTo(stream);
            requests.proceed();
        }
    }

    @Override
    public void finished() {
        if (relay != null) {
            relay.finished();
            return;
        }
        if (over) {
            return;
        }
        if (answered) {
            leave();
            return;
        }
        codec.finish();
        relayAnswer();
        if (answered) {
            leave();
        } else if (!over) {
            over = true;
            stream.reset(ErrorKind.CLOSED);
            release();
            if (headSent) {
                // Its length or chunks tell the application that the answer is cut off; the FIN is the origin's own.
                requests.answered(false);
            } else {
                requests.refuse(request, ErrorPage.of(ErrorKind.CONNECTION_RESET));
            }
        }
    }

    @Override
    public void failed(Port17Exception reason) {
        if (relay != null) {
            relay.failed(reason);
        } else if (!over) {
            over = true;
            release();
            if (!answered) {
                giveUp(reason.kind());
            }
        }
    }

    private void giveUp(ErrorKind kind) {
        if (headSent) {
            channel.close();
        } else {
            requests.refuse(request, ErrorPage.of(kind));
        }
    }

    private void encode(Object message) {
        codec.writeOutbound(message);
        for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
            up.add(bytes);
        }
        if (!full) {
            full = !up.passTo(stream);
        }
    }

    private void relayAnswer() {
        for (Object next = codec.readInbound(); next != null; next = codec.readInbound()) {
            if (over || answered) {
                ReferenceCountUtil.release(next);
            } else if (relay != null) {
                relayRaw(next);
            } else if (next instanceof HttpResponse head) {
                relayHead(head);
            } else if (next instanceof HttpContent content) {
                relayContent(content);
            } else {
                ReferenceCountUtil.release(next);
            }
        }
        flushLater();
    }

    private void relayHead(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            brokenAnswer();
            return;
        }
        if (upgradeAsked && head.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            becomeRelay(head);
            return;
        }
        interim = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        ProxyHeaders.forNextHop(head);
        if (!interim) {
            headSent = true;
            reusable = keepAlive && isDelimited(head);
            head.setProtocolVersion(HttpVersion.HTTP_1_1);
            if (!reusable) {
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            } else if (request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0) {
                head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
            }
        }
        channel.write(head);
    }

    private boolean isDelimited(HttpResponse head) {
        int code = head.status().code();
        return HttpMethod.HEAD.equals(request.method())
                || code == HttpResponseStatus.NO_CONTENT.code()
                || code == HttpResponseStatus.NOT_MODIFIED.code()
                || HttpUtil.isTransferEncodingChunked(head)
                || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    private void relayContent(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            content.release();
            brokenAnswer();
            return;
        }
        channel.write(content);
        if (content instanceof LastHttpContent && !interim) {
            answered = true;
            flush();
            if (requestComplete && up.isEmpty()) {
                stream.finish();
                leaving = loop.schedule(() -> abort(ErrorKind.CLOSED), LEAVE_TIME);
            } else {
                abort(ErrorKind.CLOSED);
            }
            requests.answered(reusable && requestComplete);
        }
    }

    private void brokenAnswer() {
        over = true;
        stream.reset(ErrorKind.PROTOCOL);
        release();
        giveUp(ErrorKind.PROTOCOL);
    }

    private void becomeRelay(HttpResponse head) {
        channel.write(head);
        relay = new ApplicationRelay(channel, ApplicationRelay.Answer.GIVEN);
        relay.carry(stream);
        HttpPipeline.becomeRelay(channel.pipeline(), relay);
    }

    /** What followed the agreement in the same piece. It counts as received here, so it goes round the relay. */
    private void relayRaw(Object next) {
        if (next instanceof HttpContent content) {
            channel.write(content.content());
        } else if (next instanceof ByteBuf bytes) {
            channel.write(bytes);
        } else {
            ReferenceCountUtil.release(next);
        }
    }

    private void flushLater() {
        if (relay != null) {
            codec.finishAndReleaseAll();
        }
        if (!flushing && !over) {
            flushing = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        int bytes = unreported;
        unreported = 0;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (done.isSuccess() && !over && bytes > 0) {
                stream.consumed(bytes);
            }
        });
    }

    /** The origin's FIN came after its answer: nothing is left to wait for. */
    private void leave() {
        over = true;
        if (leaving != null) {
            leaving.cancel();
        }
        release();
    }

    private void release() {
        if (leaving != null) {
            leaving.cancel();
        }
        up.discard();
        codec.finishAndReleaseAll();
    }
}
