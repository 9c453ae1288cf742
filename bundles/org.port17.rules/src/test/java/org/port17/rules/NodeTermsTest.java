package org.port17.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.port17.api.Node;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.LevelWish;
import org.port17.spi.rule.NodeTerms;
import org.port17.spi.rule.Ruling;
import org.port17.testkit.RandomNetwork;

class NodeTermsTest {
    private final Random random = new Random(17);

    @Test
    void eachConditionLetsInAndKeepsOut() {
        int in = 0;
        for (int i = 0; i < 2_000; i++) {
            Node node = RandomNetwork.node(random, i % 10, "owner" + random.nextInt(3), random.nextInt(3));
            boolean fits = exit("country CH, NO").allows(node);
            in += fits ? 1 : 0;
            assertEquals(node.country().equals("CH") || node.country().equals("NO"), fits);
            assertEquals(!node.country().equals("CH"), exit("not country CH").allows(node));
            assertEquals(node.as() == 1, exit("as 1").allows(node));
            assertEquals(node.as() == 2, exit("not as 1").allows(node), "an unknown system meets no condition");
            assertEquals(node.owner().equals("owner1"), exit("owner owner1").allows(node));
            assertEquals(
                    !node.owner().equals("owner1"), exit("not owner owner1").allows(node));
            assertEquals(node.name().equals("n3"), exit("node n3").allows(node));
            assertEquals(!node.name().equals("n3"), exit("not node N3").allows(node));
            assertEquals(node.trusted(), exit("trusted").allows(node));
            assertTrue(exit("node " + node.id()).allows(node));
            assertFalse(exit("not node " + node.id().toString().toUpperCase(java.util.Locale.ROOT))
                    .allows(node));
            assertFalse(exit("node " + node.name() + " not node " + node.id()).allows(node));
            assertEquals(
                    node.trusted() && node.country().equals("CH") && node.as() == 2,
                    exit("country CH not as 1 trusted").allows(node));
            assertTrue(NodeTerms.ANY.allows(node));
        }
        assertTrue(in > 500 && in < 1_500, "in " + in);
    }

    @Test
    void aRuleRaisesTheLevelAndOnlyAnExactOneLowersIt() {
        assertEquals(3, new LevelWish(2, false).over(3));
        assertEquals(2, new LevelWish(2, false).over(1));
        assertEquals(2, new LevelWish(2, true).over(3));
        assertEquals(1, LevelWish.NONE.over(1));
        assertThrows(IllegalArgumentException.class, () -> new LevelWish(5, false));
        assertThrows(IllegalArgumentException.class, () -> new LevelWish(0, true));
    }

    @Test
    void aRulingDoesNotSlipIntoALog() {
        Ruling ruling = Ruling.plain(3, "block host secret.example", Action.BLOCK);
        assertFalse(ruling.toString().contains("secret"));
        assertFalse(ruling.refusal().contains("secret"));
        assertTrue(ruling.refusal().contains("line 3"));
    }

    private static NodeTerms exit(String conditions) {
        return RuleTextTest.read("tunnel any exit " + conditions)
                .rules()
                .get(0)
                .ruling()
                .exit();
    }
}
