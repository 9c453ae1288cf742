package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.NodeId;
import org.port17.testkit.TestLoop;

class ShunnedTest {
    private static final NodeId ENTRY = node(1);
    private static final NodeId MIDDLE = node(2);
    private static final NodeId EXIT = node(3);
    private final TestLoop loop = new TestLoop();
    private final Shunned shunned = new Shunned(loop);

    private static NodeId node(int number) {
        byte[] id = new byte[NodeId.BYTES];
        id[0] = (byte) number;
        return NodeId.of(id, 0);
    }

    @Test
    void whoIsAccusedIsLeftOutAndTheReporterIsDoubted() {
        shunned.failed(MIDDLE, EXIT);
        assertEquals(Set.of(EXIT), shunned.dead());
        assertEquals(Set.of(MIDDLE), shunned.doubted());
        loop.advance(Duration.ofSeconds(61));
        assertEquals(Set.of(), shunned.dead());
        assertEquals(Set.of(), shunned.doubted());
    }

    /** Nobody said that it cannot be reached, so nothing may be concluded that a lying entry could bring about. */
    @Test
    void silenceMakesNobodyDead() {
        shunned.stalled(List.of(ENTRY, MIDDLE), EXIT, loop.nanos());
        assertEquals(Set.of(), shunned.dead());
        assertEquals(Set.of(ENTRY, MIDDLE, EXIT), shunned.doubted());
    }

    @Test
    void whoAnsweredOnAnotherRouteMeanwhileIsNotDoubtedAndTheSilentOneIs() {
        shunned.prove(List.of(MIDDLE));
        loop.advance(Duration.ofSeconds(1));
        long asked = loop.nanos();
        loop.advance(Duration.ofSeconds(1));
        shunned.prove(List.of(ENTRY, EXIT));
        shunned.stalled(List.of(ENTRY, MIDDLE), EXIT, asked);
        assertEquals(Set.of(MIDDLE, EXIT), shunned.doubted());
    }
}
