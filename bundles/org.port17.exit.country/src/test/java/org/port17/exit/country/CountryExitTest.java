package org.port17.exit.country;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.Node;
import org.port17.spi.exit.ExitPolicy;
import org.port17.spi.exit.Verdict;
import org.port17.testkit.ExitPolicyContract;
import org.port17.testkit.RandomNetwork;

class CountryExitTest extends ExitPolicyContract {
    private static final Destination WHERE = new Destination("example.org", 443);

    @Override
    protected ExitPolicy policy() {
        return new CountryExit(config("ch, NO"));
    }

    @Test
    void onlyListedCountriesServe() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            Node node = RandomNetwork.node(random, i, "owner", 0);
            boolean listed = Set.of("CH", "NO").contains(node.country());
            assertEquals(node.exit() && listed, policy().judge(WHERE, node).allowed());
        }
    }

    @Test
    void arraysAndCommasMeanTheSame() {
        assertEquals(Countries.of(config("CH", "NO")), Countries.of(config("no,ch,")));
    }

    @Test
    void anEmptyOrWrongListDeniesEverythingAndSaysSo() {
        Random random = new Random(1);
        for (String[] values : new String[][] {{}, {""}, {" , "}, {"CH", "Switzerland"}, {"C1"}, {"zq"}, {"\u001b["}}) {
            var policy = new CountryExit(config(values));
            for (int i = 0; i < 50; i++) {
                Verdict verdict = policy.judge(WHERE, RandomNetwork.node(random, i, "owner", 0));
                assertFalse(verdict.allowed());
                assertTrue(verdict.reason().startsWith("countries "), verdict.reason());
            }
        }
    }

    @Test
    void testNetworksMayUseUserAssignedCodes() {
        assertEquals("", Countries.of(config("XA")).problem());
    }

    private static CountryConfig config(String... countries) {
        return (CountryConfig) Proxy.newProxyInstance(
                CountryExitTest.class.getClassLoader(),
                new Class<?>[] {CountryConfig.class},
                (proxy, method, args) -> countries);
    }
}
