package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.SignedNode;

class ProvenTest {
    @Test
    void nodesAreKnownByIdNameOwnerAndAddressesWhateverElseTheySay() throws Port17Exception {
        SignedNode ada = RegistryTest.record(RegistryTest.key(1), "ada", false, 1);
        SignedNode bob = RegistryTest.record(RegistryTest.key(2), "bob", false, 1);
        byte[] list = Proven.write(List.of(MapNode.of(bob), MapNode.of(ada)));
        Proven read = Proven.parse(list);
        assertTrue(read.holds(RegistryTest.record(RegistryTest.key(1), "ada", true, 9)));
        assertFalse(
                read.holds(RegistryTest.record(RegistryTest.key(1), "other", false, 1)), "known here by another name");
        assertFalse(read.holds(RegistryTest.record(RegistryTest.key(1), "ada", false, 1, 5_000)));
        assertFalse(read.holds(RegistryTest.record(RegistryTest.key(3), "ada", false, 1)));
        assertEquals(
                1, Proven.parse(Proven.write(List.of(MapNode.of(ada)))).of(List.of(MapNode.of(ada), MapNode.of(bob))));
    }

    @Test
    void cutShortIsRefused() {
        for (int length : new int[] {1, 15, 17, Proven.MAX_BYTES + Proven.TOKEN}) {
            Port17Exception e = assertThrows(Port17Exception.class, () -> Proven.parse(new byte[length]));
            assertEquals(ErrorKind.BAD_INPUT, e.kind());
        }
    }
}
