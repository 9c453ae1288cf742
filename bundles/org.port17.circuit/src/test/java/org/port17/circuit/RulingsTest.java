package org.port17.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.port17.api.Destination;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.domains.RegistrableDomains;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.Choice;
import org.port17.spi.rule.LevelWish;
import org.port17.spi.rule.NodeTerms;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.Ruling;

class RulingsTest {
    private static final NodeTerms TRUSTED =
            new NodeTerms(new Choice<>(Set.of("CH"), Set.of()), Choice.any(), Choice.any(), Choice.any(), true);
    private final Rulings rulings = new Rulings(new RegistrableDomains(), true);

    @Test
    void withoutRulesEverythingIsTunnelled() throws Port17Exception {
        assertSame(Ruling.TUNNEL_EVERYTHING, wish("", "a.example.org").ruling());
    }

    @Test
    void nothingPassesBeforeTheRulesAreThere() throws Port17Exception {
        Rulings early = new Rulings(new RegistrableDomains(), false);
        StreamRequest request = new StreamRequest(Destination.of("a.example.org", 443), "", "test");
        Port17Exception e = assertThrows(Port17Exception.class, () -> early.wish(request));
        assertEquals(ErrorKind.TARGET_DENIED, e.kind());
        assertTrue(e.getMessage().contains("without.rules"), e.getMessage());
        assertThrows(Port17Exception.class, () -> early.explained(request));
        assertEquals(Action.BLOCK, early.of("", Destination.of("10.0.0.1", 80)), "nor past the network");
        early.use(always(Ruling.TUNNEL_EVERYTHING));
        assertSame(Ruling.TUNNEL_EVERYTHING, early.wish(request).ruling());
    }

    @Test
    void aBlockedDestinationIsRefusedWithTheRulesLineAndNothingMore() {
        rulings.use(always(Ruling.plain(12, "block domain secret.example", Action.BLOCK)));
        Port17Exception e = assertThrows(Port17Exception.class, () -> wish("", "a.secret.example"));
        assertEquals(ErrorKind.TARGET_DENIED, e.kind());
        assertTrue(e.getMessage().contains("line 12"), e.getMessage());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());

        rulings.use(always(Ruling.NOTHING_UNTIL_MENDED));
        assertTrue(assertThrows(Port17Exception.class, () -> wish("", "a.example"))
                .getMessage()
                .contains("port17:rules"));
    }

    @Test
    void onlyARulesOwnWordMakesAStreamDirect() throws Exception {
        assertFalse(wish("", "a.example").direct());
        assertEquals(Action.TUNNEL, rulings.of("", Destination.of("10.0.0.1", 80)));
        rulings.use(always(Ruling.plain(3, "direct host a.example", Action.DIRECT)));
        assertTrue(wish("", "a.example").direct());
        assertEquals(Action.DIRECT, rulings.of("", Destination.of("10.0.0.1", 80)));
        rulings.use(always(Ruling.NOTHING_UNTIL_MENDED));
        assertThrows(Port17Exception.class, () -> wish("", "a.example"));
        assertEquals(Action.BLOCK, rulings.of("", Destination.of("10.0.0.1", 80)));
    }

    @Test
    void aRouteIsWantedAsTheRuleSays() throws Port17Exception {
        rulings.use(always(new Ruling(
                1, "r", Action.TUNNEL, new LevelWish(2, true), TRUSTED, NodeTerms.ANY, NodeTerms.ANY, true, false)));
        Wanted wanted = wish("Mail", "www.example.co.uk").wanted(false);
        assertEquals("Mail", wanted.application());
        assertEquals("example.co.uk", wanted.domain());
        assertEquals(2, wanted.over(3));
        assertTrue(wanted.nextToDestination());
        assertEquals(TRUSTED, wanted.exit());
        assertEquals(NodeTerms.ANY, wanted.transit());
    }

    @Test
    void circuitsAreKeptApartByApplicationDomainAndRule() throws Port17Exception {
        Wish.Isolation first = wish("a", "www.example.org").isolation(1, false);
        assertEquals(first, wish("a", "cdn.example.org").isolation(2, false));
        assertEquals(first, wish("a", "example.org").isolation(3, false));
        assertNotEquals(first, wish("a", "example.org").isolation(3, true), "not encrypted");
        assertNotEquals(first, wish("b", "www.example.org").isolation(4, false));
        assertNotEquals(first, wish("a", "www.example.com").isolation(5, false));
        assertNotEquals(
                wish("a", "me.github.io").isolation(6, false),
                wish("a", "you.github.io").isolation(7, false));
        assertNotEquals(
                wish("a", "192.0.2.1").isolation(8, false),
                wish("a", "192.0.2.2").isolation(9, false));

        rulings.use(always(tunnel(1, "tunnel any level 2", false)));
        Wish.Isolation ruled = wish("a", "www.example.org").isolation(10, false);
        assertNotEquals(first, ruled);
        rulings.use(always(tunnel(2, "tunnel any level 2", false)));
        assertEquals(ruled, wish("a", "www.example.org").isolation(11, false), "the same rule in another line");
        rulings.use(always(tunnel(1, "tunnel any isolate", true)));
        assertNotEquals(
                wish("a", "www.example.org").isolation(12, false),
                wish("a", "www.example.org").isolation(13, false));
    }

    @Test
    void aRuleBookThatGoesAwayIsAskedUntilThereIsAnother() throws Port17Exception {
        Ruling old = tunnel(1, "old", false);
        rulings.use(always(old));
        assertSame(old, wish("", "a.example").ruling());
        rulings.use(always(tunnel(1, "new", false)));
        assertEquals("new", wish("", "a.example").ruling().rule());
    }

    private Wish wish(String application, String host) throws Port17Exception {
        return rulings.wish(new StreamRequest(Destination.of(host, 443), application, "socks"));
    }

    private static Ruling tunnel(int line, String rule, boolean isolate) {
        return new Ruling(
                line, rule, Action.TUNNEL, LevelWish.NONE, NodeTerms.ANY, NodeTerms.ANY, NodeTerms.ANY, false, isolate);
    }

    private static RuleBook always(Ruling ruling) {
        return new RuleBook() {
            @Override
            public Ruling ruling(String application, Destination destination) {
                return ruling;
            }

            @Override
            public Ruling explain(String application, Destination destination) {
                return ruling;
            }

            @Override
            public AutoCloseable onChange(Runnable listener) {
                return () -> {};
            }
        };
    }
}
