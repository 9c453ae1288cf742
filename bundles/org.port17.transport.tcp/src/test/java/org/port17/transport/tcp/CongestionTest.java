package org.port17.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.unix.RawUnixChannelOption;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.port17.netty.IoKind;
import org.port17.netty.NodeLoops;
import org.port17.testkit.ConnectionProbe;
import org.port17.testkit.LoopDriver;

/** Sockets of loopback stand for all: what is asked of them is the kernel's own answer. */
class CongestionTest {
    private static final Settings SYSTEM = new Settings("system", "system", Duration.ofSeconds(1));
    private final NodeLoops loops = new NodeLoops(IoKind.AUTO);
    private final LoopDriver driver = new LoopDriver(loops);
    private final Congestion neverPaced = new Congestion(SYSTEM, name -> false);
    private final Congestion alwaysPaced = new Congestion(SYSTEM, name -> true);
    private ServerSocket peer;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(loops.kind().equals("epoll"), "the option exists on epoll only");
        peer = new ServerSocket(0);
    }

    @AfterEach
    void stop() throws Exception {
        loops.close();
        if (peer != null) {
            peer.close();
        }
    }

    private Channel dial() throws Exception {
        return loops.client()
                .handler(new ChannelInboundHandlerAdapter())
                .connect("127.0.0.1", peer.getLocalPort())
                .sync()
                .channel();
    }

    private static InetSocketAddress far(Channel channel) {
        return (InetSocketAddress) channel.remoteAddress();
    }

    private static String algorithm(Channel channel) {
        RawUnixChannelOption option = new RawUnixChannelOption("read", 6, 13, 16);
        String text = StandardCharsets.US_ASCII
                .decode(channel.config().getOption(option))
                .toString();
        return text.substring(0, text.indexOf('\0'));
    }

    /** What this machine gives everybody; nothing can be told apart where that is what pacing ones begin with. */
    private String systems() throws Exception {
        String name = algorithm(dial());
        assumeFalse(name.equals("reno"), "this machine uses what unpaced connections begin with");
        return name;
    }

    @Test
    void loopbackConnectionsHaveTheirOwn() throws Exception {
        Channel channel = dial();
        new Congestion(new Settings("system", "reno", Duration.ofSeconds(1))).dialled(channel, far(channel));
        assertEquals("reno", algorithm(channel));
    }

    @Test
    void whatTheSystemLacksIsPassedOver() throws Exception {
        Channel channel = dial();
        String before = algorithm(channel);
        new Congestion(new Settings("system", "no_such_name", Duration.ofSeconds(1))).dialled(channel, far(channel));
        assertEquals(before, algorithm(channel));
    }

    @Test
    void oneThatDoesNotPaceIsThereFromTheBeginning() throws Exception {
        String system = systems();
        Channel channel = dial();
        Pacing pacing = neverPaced.dialled(channel, far(channel));
        assertEquals(system, algorithm(channel));
        for (int i = 0; i < 20; i++) {
            pacing.sends((int) Pacing.MUCH, i * LossyPath.LEAST); // only its path is watched
        }
        assertEquals(system, algorithm(channel));
        Congestion named = new Congestion(new Settings(system, system, Duration.ofSeconds(1)), any -> false);
        assertSame(Pacing.NEVER, named.dialled(channel, far(channel)), "the operator's choice stays");
    }

    @Test
    void aPacingOneThatTheOperatorNamesComesWhenMuchIsSent() throws Exception {
        String name = systems();
        Channel channel = dial();
        Congestion named = new Congestion(new Settings(name, name, Duration.ofSeconds(1)), any -> true);
        Pacing pacing = named.dialled(channel, far(channel));
        assertEquals("reno", algorithm(channel));
        pacing.sends((int) Pacing.MUCH, 0);
        assertEquals("reno", algorithm(channel));
        pacing.sends(1, 0);
        assertEquals(name, algorithm(channel));
    }

    @Test
    void wherePacingIsOnlyTheSystemsChoiceWhatCarriesMuchIsCubic() throws Exception {
        systems();
        Channel channel = dial();
        Pacing pacing = alwaysPaced.dialled(channel, far(channel));
        assertEquals("reno", algorithm(channel));
        for (int i = 0; i < 20; i++) {
            pacing.sends((int) Pacing.MUCH, i * LossyPath.LEAST); // the path is looked at, too
        }
        assertEquals("cubic", algorithm(channel));
    }

    @Test
    void whatIsAcceptedBeginsLikewise() throws Exception {
        String system = systems();
        CompletableFuture<Channel> listening = new CompletableFuture<>();
        CompletableFuture<Pacing> pacing = new CompletableFuture<>();
        CompletableFuture<Channel> accepted = new CompletableFuture<>();
        loops.server()
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        String before = algorithm(channel);
                        pacing.complete(alwaysPaced.accepted(channel, far(channel), system));
                        assertEquals("reno", before);
                        accepted.complete(channel);
                    }
                })
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        assertEquals(system, alwaysPaced.listening(channel));
                        listening.complete(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .sync();
        Channel door = listening.get(20, TimeUnit.SECONDS);
        loops.client()
                .handler(new ChannelInboundHandlerAdapter())
                .connect(door.localAddress())
                .sync();
        Channel channel = accepted.get(20, TimeUnit.SECONDS);
        assertEquals("reno", algorithm(channel));
        pacing.get().sends((int) Pacing.MUCH + 1, 0);
        assertEquals("cubic", algorithm(channel));
    }

    @Test
    void aConnectionSaysWhatItSends() throws Exception {
        systems();
        ConnectionProbe near = new ConnectionProbe(loops, false);
        TcpConnection connection = new TcpConnection(loops, near);
        CompletableFuture<Channel> dialled = new CompletableFuture<>();
        driver.call(() -> {
            near.of(connection);
            connection.dialling(loops.client()
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            connection.pacing(
                                    alwaysPaced.dialled(channel, (InetSocketAddress) peer.getLocalSocketAddress()));
                            channel.pipeline().addLast(connection);
                            dialled.complete(channel);
                        }
                    })
                    .connect("127.0.0.1", peer.getLocalPort()));
            return null;
        });
        Channel channel = dialled.get(20, TimeUnit.SECONDS);
        driver.await("the connection stands", channel::isActive);
        assertEquals("reno", algorithm(channel));
        driver.call(() -> {
            byte[] much = new byte[(int) Pacing.MUCH];
            connection.offer(much, 0, much.length);
            connection.offer(much, 0, 1);
            connection.flush();
            return null;
        });
        assertEquals("cubic", algorithm(channel));
    }
}
