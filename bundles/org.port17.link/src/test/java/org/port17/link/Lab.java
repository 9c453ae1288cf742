package org.port17.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.cell.Build;
import org.port17.cell.CellClass;
import org.port17.cell.Frame;
import org.port17.netmap.PrekeyRecord;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Transport;
import org.port17.suite.aesgcm.AesGcmSuite;
import org.port17.suite.chacha.ChaChaSuite;
import org.port17.suite.mldsa.MlDsaSuite;
import org.port17.testkit.TestLoop;
import org.port17.transport.memory.MemoryNetwork;

/** Processes with links on one loop with a fake clock, joined by memory wires. */
final class Lab {
    static final CipherSuite AES = new AesGcmSuite();
    static final CipherSuite CHACHA = new ChaChaSuite();

    /** Its prekeys are signed twice. */
    static final CipherSuite MLDSA = new MlDsaSuite();

    final TestLoop loop = new TestLoop();
    final MemoryNetwork network = new MemoryNetwork();
    final FakeMap map = new FakeMap();
    final Random random = new Random(17);
    LinkSettings settings = settings(8 << 20, 24 << 20);
    private final List<CipherSuite> suites;
    private int prekeys;

    Lab() {
        this(List.of(AES, CHACHA));
    }

    Lab(List<CipherSuite> suites) {
        this.suites = suites;
        map.permitted.addAll(LinkContext.ids(suites));
    }

    static LinkSettings settings(int window, int laneQueue) {
        return new LinkSettings(
                new LinkSettings.Bounds(window, laneQueue, 128 << 20, 1000, 100, 20, 500),
                new LinkSettings.Times(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(600)));
    }

    /** One process. */
    final class Peer {
        final FakePlugins plugins = new FakePlugins();
        final Identity identity;
        final LinkService links;
        final List<Lane> built = new ArrayList<>();
        final List<byte[]> blobs = new ArrayList<>();
        final List<Recorder> recorders = new ArrayList<>();
        final LinkContext context;
        Links.Listening listening;
        Node node;

        Peer(boolean isNode) {
            identity = isNode ? new Identity() : null;
            plugins.transports.add(network.transport(loop));
            plugins.suites.addAll(suites);
            context = new LinkContext(loop, plugins, map, identity, settings);
            links = new LinkService(context);
        }

        /** Listens, and puts itself and fresh prekeys into the map. */
        Peer listen(String... endpoints) throws Port17Exception {
            List<Endpoint> asked = new ArrayList<>();
            for (String endpoint : endpoints) {
                asked.add(Endpoint.parse(endpoint));
            }
            listening = links.listen(asked, (lane, blob) -> {
                Recorder recorder = new Recorder();
                built.add(lane);
                blobs.add(blob);
                recorders.add(recorder);
                return recorder;
            });
            node = new Node(
                    identity.id(), identity.name(), "owner", "CH", 0, false, true, asked, LinkContext.ids(suites), "");
            map.nodes.add(node);
            newPrekeys();
            return this;
        }

        void newPrekeys() throws Port17Exception {
            map.prekeys.addAll(freshPrekeys());
        }

        /** New prekeys that the map does not know. */
        List<PrekeyRecord> freshPrekeys() throws Port17Exception {
            List<PrekeyRecord> made = new ArrayList<>();
            for (CipherSuite suite : suites) {
                for (PrekeyUse use : PrekeyUse.values()) {
                    made.add(identity.newPrekey(suite, use, ++prekeys));
                }
            }
            return made;
        }

        /** The process ends and begins again: other prekeys, of which nobody knows yet. */
        List<PrekeyRecord> restart() throws Port17Exception {
            context.links().all().forEach(link -> link.die(new Port17Exception(ErrorKind.TIMEOUT, "killed")));
            identity.forgetPrekeys();
            return freshPrekeys();
        }

        Frame frame(CellClass cellClass) {
            Frame frame = links.frames().take(cellClass);
            byte[] cell = randomBytes(cellClass.size());
            System.arraycopy(cell, 0, frame.array(), frame.offset(), cell.length);
            return frame;
        }

        /** A lane to another peer, built. */
        Lane lane(Peer to, LaneEvents events) throws Port17Exception {
            Lane lane = links.to(to.node).open(events);
            lane.build(blob());
            return lane;
        }

        LinkSession onlyLink() {
            List<LinkSession> all = context.links().all();
            if (all.size() != 1) {
                throw new AssertionError("expected one link, there are " + all.size());
            }
            return all.get(0);
        }

        Transport transport() {
            return plugins.transports.get(0);
        }
    }

    byte[] blob() {
        return randomBytes(Build.BLOB);
    }

    byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
