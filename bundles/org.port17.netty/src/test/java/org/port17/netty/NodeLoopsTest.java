package org.port17.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.port17.api.ErrorKind;
import org.port17.api.Loop.Timer;
import org.port17.api.Port17Exception;
import org.port17.testkit.LoopDriver;

class NodeLoopsTest {
    @ParameterizedTest
    @EnumSource(IoKind.class)
    void everythingRunsOnOneNamedThread(IoKind kind) throws Exception {
        try (NodeLoops loops = new NodeLoops(kind)) {
            LoopDriver driver = new LoopDriver(loops.loop());
            assertFalse(loops.inLoop());
            assertEquals("port17-loop", driver.call(() -> Thread.currentThread().getName()));
            assertTrue(driver.call(loops::inLoop));
            assertTrue(driver.call(() -> loops.eventLoop().inEventLoop()));
        }
    }

    @Test
    void autoPrefersEpollWhereItLoads() {
        try (NodeLoops auto = new NodeLoops(IoKind.AUTO);
                NodeLoops nio = new NodeLoops(IoKind.NIO)) {
            assertEquals(Epoll.isAvailable() ? "epoll" : "nio", auto.kind());
            assertEquals("nio", nio.kind());
        }
    }

    @Test
    void littleWaitsInTheSystemAtEitherEnd() throws Exception {
        assumeTrue(Epoll.isAvailable());
        try (NodeLoops loops = new NodeLoops(IoKind.EPOLL)) {
            LoopDriver driver = new LoopDriver(loops);
            List<Channel> accepted = new ArrayList<>();
            Channel door = loops.server()
                    .childHandler(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            accepted.add(context.channel());
                        }
                    })
                    .bind(new InetSocketAddress("127.0.0.1", 0))
                    .sync()
                    .channel();
            Channel dialled = loops.client()
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(door.localAddress())
                    .sync()
                    .channel();
            driver.await("accepted", () -> accepted.size() == 1);
            for (Channel channel : List.of(dialled, accepted.get(0))) {
                assertEquals(256 * 1024, channel.config().getOption(EpollChannelOption.TCP_NOTSENT_LOWAT));
            }
        }
    }

    @Test
    void taskGivenInTheLoopRunsAfterTheOnesBefore() throws Exception {
        try (NodeLoops loops = new NodeLoops(IoKind.AUTO)) {
            LoopDriver driver = new LoopDriver(loops);
            List<String> order = new ArrayList<>();
            driver.run(() -> {
                loops.execute(() -> order.add("end of batch"));
                order.add("batch");
            });
            driver.await("both ran", () -> order.size() == 2);
            assertEquals(List.of("batch", "end of batch"), order);
        }
    }

    @Test
    void cancelledTimerDoesNotRunAndTheOtherRunsAfterItsDelay() throws Exception {
        try (NodeLoops loops = new NodeLoops(IoKind.AUTO)) {
            LoopDriver driver = new LoopDriver(loops);
            List<String> ran = new ArrayList<>();
            long start = loops.nanos();
            driver.run(() -> {
                Timer cancelled = loops.schedule(() -> ran.add("cancelled"), Duration.ofMillis(5));
                cancelled.cancel();
                loops.schedule(() -> ran.add("kept"), Duration.ofMillis(20));
            });
            driver.await("the timer ran", () -> !ran.isEmpty());
            assertEquals(List.of("kept"), ran);
            assertTrue(loops.nanos() - start >= Duration.ofMillis(20).toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource(IoKind.class)
    void closeEndsChannelsAndTheThread(IoKind kind) throws Exception {
        closedBy(kind, (loops, driver) -> loops.close());
    }

    /** Told to end between its look at the sockets and the end of its turn: the turn must not be its last one. */
    @ParameterizedTest
    @EnumSource(IoKind.class)
    void closeOnTheLoopItselfDoesToo(IoKind kind) throws Exception {
        closedBy(kind, (loops, driver) -> {
            driver.run(loops::close);
            loops.close();
        });
    }

    private interface Closing {
        void close(NodeLoops loops, LoopDriver driver) throws Exception;
    }

    private static void closedBy(IoKind kind, Closing closing) throws Exception {
        NodeLoops loops = new NodeLoops(kind);
        LoopDriver driver = new LoopDriver(loops);
        ListeningSocket door = driver.call(() -> ListeningSocket.open(
                loops.server().childHandler(new ChannelInboundHandlerAdapter()),
                new InetSocketAddress("127.0.0.1", 0),
                "a test"));
        Thread thread = driver.call(Thread::currentThread);
        Channel client = loops.client()
                .handler(new ChannelInboundHandlerAdapter())
                .connect(door.address())
                .sync()
                .channel();
        closing.close(loops, driver);
        assertFalse(client.isOpen());
        thread.join(5000);
        assertFalse(thread.isAlive());
        assertThrows(RejectedExecutionException.class, () -> loops.execute(() -> {}));
    }

    /** The trap of the data plane: a buffer larger than the pool's chunk is mapped anew each time. */
    @Test
    void largestBuffersComeFromThePool() {
        try (NodeLoops loops = new NodeLoops(IoKind.AUTO)) {
            PooledByteBufAllocator pool = (PooledByteBufAllocator) loops.allocator();
            assertTrue(pool.chunkSize() >= 4 * 1024 * 1024);
            ByteBuf buffer = pool.directBuffer(1024 * 1024);
            try {
                assertEquals(pool.chunkSize(), pool.metric().usedDirectMemory());
            } finally {
                buffer.release();
            }
        }
    }

    @Test
    void unknownKindIsAConfigurationError() {
        Port17Exception wrong = assertThrows(Port17Exception.class, () -> IoKind.parse("uring"));
        assertEquals(ErrorKind.CONFIG, wrong.kind());
        assertTrue(wrong.getMessage().startsWith("etc/org.port17.netty.cfg: io"));
    }
}
