package org.port17.edge.socks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.port17.api.Destination;
import org.port17.api.Port17Exception;
import org.port17.netty.pipe.Farewell;

/**
 * Negotiates: greeting, user name and request of RFC 1928 and RFC 1929, one {@link SocksRequest} out.
 *
 * <p>Whatever arrives, the outcome is a request, an answer with a code, or a close; at most 520 bytes are looked at.
 * Bytes that follow the request are passed on when this handler leaves the pipeline.
 */
final class SocksHandshake extends ByteToMessageDecoder {
    static final String NAME = "handshake";

    private static final int VERSION = 5;
    private static final int SOCKS4 = 4;
    private static final int AUTH_VERSION = 1;
    private static final int NO_AUTH = 0;
    private static final int USER_PASSWORD = 2;
    private static final int NO_METHOD = 0xFF;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME_TYPE = 3;
    private static final int IPV6 = 4;
    private static final int PORT_BYTES = 2;

    private Step step = Step.GREETING;
    private String application = "";

    private enum Step {
        GREETING,
        USER,
        REQUEST,
        DONE
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (step) {
            case GREETING -> greeting(ctx, in);
            case USER -> user(ctx, in);
            case REQUEST -> request(ctx, in, out);
            case DONE -> {
                // What follows belongs to the stream; it is passed on when this handler leaves.
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            end(ctx, SocksReply.GENERAL_FAILURE.bytes());
        } else {
            ctx.close();
        }
    }

    private void greeting(ChannelHandlerContext ctx, ByteBuf in) {
        int version = in.getUnsignedByte(in.readerIndex());
        if (version != VERSION) {
            end(ctx, version == SOCKS4 ? OtherProtocol.socks4Rejection() : OtherProtocol.answer(version));
            return;
        }
        if (in.readableBytes() < 2 || in.readableBytes() < 2 + in.getUnsignedByte(in.readerIndex() + 1)) {
            return;
        }
        in.skipBytes(1);
        int count = in.readUnsignedByte();
        boolean plain = false;
        boolean named = false;
        for (int i = 0; i < count; i++) {
            int method = in.readUnsignedByte();
            plain |= method == NO_AUTH;
            named |= method == USER_PASSWORD;
        }
        if (named) {
            // An application that can give a name wants to be told apart from others.
            step = Step.USER;
            ctx.writeAndFlush(two(VERSION, USER_PASSWORD));
        } else if (plain) {
            step = Step.REQUEST;
            ctx.writeAndFlush(two(VERSION, NO_AUTH));
        } else {
            end(ctx, two(VERSION, NO_METHOD));
        }
    }

    private void user(ChannelHandlerContext ctx, ByteBuf in) {
        int start = in.readerIndex();
        if (in.getUnsignedByte(start) != AUTH_VERSION) {
            end(ctx, two(AUTH_VERSION, 1));
            return;
        }
        if (in.readableBytes() < 2) {
            return;
        }
        int nameLength = in.getUnsignedByte(start + 1);
        if (in.readableBytes() < 2 + nameLength + 1) {
            return;
        }
        int passwordLength = in.getUnsignedByte(start + 2 + nameLength);
        if (in.readableBytes() < 2 + nameLength + 1 + passwordLength) {
            return;
        }
        try {
            application = text(in.nioBuffer(start + 2, nameLength));
        } catch (CharacterCodingException e) {
            end(ctx, two(AUTH_VERSION, 1));
            return;
        }
        in.skipBytes(2 + nameLength + 1 + passwordLength);
        step = Step.REQUEST;
        ctx.writeAndFlush(two(AUTH_VERSION, 0));
    }

    private void request(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        if (in.getUnsignedByte(start) != VERSION) {
            end(ctx, SocksReply.GENERAL_FAILURE.bytes());
            return;
        }
        if (in.readableBytes() < 5) {
            return;
        }
        int type = in.getUnsignedByte(start + 3);
        int hostBytes = switch (type) {
            case IPV4 -> NetUtil.LOCALHOST4.getAddress().length;
            case IPV6 -> NetUtil.LOCALHOST6.getAddress().length;
            case NAME_TYPE -> 1 + in.getUnsignedByte(start + 4);
            default -> -1;
        };
        if (hostBytes < 0) {
            end(ctx, SocksReply.ADDRESS_TYPE_NOT_SUPPORTED.bytes());
            return;
        }
        if (in.readableBytes() < 4 + hostBytes + PORT_BYTES) {
            return;
        }
        int command = in.getUnsignedByte(start + 1);
        in.skipBytes(4);
        ByteBuf host = in.readSlice(hostBytes);
        int port = in.readUnsignedShort();
        if (command != CONNECT) {
            end(ctx, SocksReply.COMMAND_NOT_SUPPORTED.bytes());
            return;
        }
        try {
            SocksRequest request = new SocksRequest(Destination.of(host(type, host), port), application);
            step = Step.DONE;
            out.add(request);
        } catch (Port17Exception | CharacterCodingException | UnknownHostException e) {
            end(ctx, SocksReply.GENERAL_FAILURE.bytes());
        }
    }

    private static String host(int type, ByteBuf host) throws CharacterCodingException, UnknownHostException {
        if (type == NAME_TYPE) {
            return text(host.nioBuffer(host.readerIndex() + 1, host.readableBytes() - 1));
        }
        byte[] address = new byte[host.readableBytes()];
        host.readBytes(address);
        // Inet6Address keeps an IPv4-mapped address what it is, so that the exit can judge it.
        return type == IPV4
                ? NetUtil.bytesToIpAddress(address)
                : NetUtil.toAddressString(Inet6Address.getByAddress(null, address, -1));
    }

    private static String text(ByteBuffer bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new CharacterCodingException();
        }
        return text;
    }

    private void end(ChannelHandlerContext ctx, ByteBuf last) {
        step = Step.DONE;
        Farewell.say(ctx.channel(), last);
    }

    private static ByteBuf two(int first, int second) {
        return Unpooled.wrappedBuffer(new byte[] {(byte) first, (byte) second});
    }
}
