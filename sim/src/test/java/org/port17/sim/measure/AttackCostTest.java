package org.port17.sim.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AttackCostTest {
    @Test
    void exitsCostTheirShareDividedByTheBound() {
        // A twelfth of 50 % of all capacity: 10,000 * (1/24) / (23/24) = 434.8 nodes.
        assertEquals(435 * 30, new AttackCost(10_000, 12, 8).exitsOfDestination(0.5), 1e-6);
        assertEquals(10_000 * 30, new AttackCost(10_000, 1, 1).exitsOfDestination(0.5), 1e-6);
    }

    @Test
    void bothEndsOfAUserWithABlindGuardCostAsManyNodesAsThereAre() {
        // Ninety draws at 4 times half are certain, so the guard alone must have the chance of one half.
        assertEquals(10_000 * 30, new AttackCost(10_000, 4, 1).bothEndsOfUser(0.5, 3), 60);
    }

    @Test
    void aNearGuardMakesAnAttackCheaper() {
        double blind = new AttackCost(10_000, 12, 1).bothEndsOfUser(0.5, 3);
        double near = new AttackCost(10_000, 12, 8).bothEndsOfUser(0.5, 3);
        assertTrue(near < blind / 5, near + " against " + blind);
    }
}
