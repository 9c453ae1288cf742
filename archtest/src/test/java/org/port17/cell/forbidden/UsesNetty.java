package org.port17.cell.forbidden;

import io.netty.buffer.ByteBuf;

/** An arrow that must be found: the core does not know Netty. */
public record UsesNetty(ByteBuf buffer) {}
