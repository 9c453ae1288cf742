package org.port17.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Lets a proper upgrade of our path pass; to all else the server looks like one that has nothing there. */
final class AnswerPlainRequests extends ChannelInboundHandlerAdapter {
    static final String NAME = "answer-plain-requests";
    private final String path;

    AnswerPlainRequests(String path) {
        this.path = path;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        FullHttpRequest request = (FullHttpRequest) message;
        if (request.decoderResult().isFailure()) {
            request.release();
            answer(context, HttpResponseStatus.BAD_REQUEST);
        } else if (isUpgrade(request)) {
            context.pipeline().remove(this);
            context.fireChannelRead(request);
        } else {
            request.release();
            answer(context, HttpResponseStatus.NOT_FOUND);
        }
    }

    private boolean isUpgrade(FullHttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.uri().equals(path)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && request.headers().containsValue(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13", true)
                && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
        String title = status.code() + " " + status.reasonPhrase();
        ByteBuf page = ByteBufUtil.writeAscii(
                context.alloc(),
                "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n</body>\r\n</html>\r\n");
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, page);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/html")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, page.readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
