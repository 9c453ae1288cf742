package org.port17.archtest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Names of destinations are resolved at exits: a client that asked its own name server would tell it where the user goes. But
 * for what a rule of the user leads past the network.
 */
class NamesTest {
    private static final Set<String> RESOLVERS = Set.of("getByName", "getAllByName");
    private static final String DIAL = "org.port17.netty.dial";

    @Test
    void onlyExitsAndListenersCanAskANameServer() {
        assertEquals(
                List.of(
                        // Where an authority or a mirror listens.
                        "org.port17.mirror.door.MapDoor",
                        // For those below. Gives it texts with a colon only, which it takes for literals.
                        "org.port17.netty.dial.Addresses",
                        "org.port17.netty.dial.Dialler",
                        // Gives it literals only, see its test.
                        "org.port17.spi.place.AddressLiteral"),
                found(NamesTest::asks));
    }

    @Test
    void onlyExitsAndDirectRulesDialNames() {
        assertEquals(
                List.of(
                        "org.port17.edge.dialer.CheckedDialer",
                        // Opens one literal of loopback and nothing else.
                        "org.port17.edge.dialer.DialerPart",
                        "org.port17.edge.direct.DirectConnections"),
                found(each -> !each.getPackageName().equals(DIAL)
                        && each.getDirectDependenciesFromSelf().stream()
                                .anyMatch(d -> d.getTargetClass().getName().equals(DIAL + ".Dialler"))));
    }

    private static List<String> found(Predicate<JavaClass> wanted) {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.port17")) {
            if (wanted.test(each)) {
                found.add(each.getName());
            }
        }
        return List.copyOf(found);
    }

    private static boolean asks(JavaClass each) {
        return Stream.concat(
                        each.getCodeUnitCallsFromSelf().stream().map(call -> call.getTarget()),
                        each.getCodeUnitReferencesFromSelf().stream().map(reference -> reference.getTarget()))
                .anyMatch(NamesTest::resolves);
    }

    private static boolean resolves(AccessTarget.CodeUnitAccessTarget target) {
        if (target.getOwner().isEquivalentTo(InetAddress.class)) {
            return RESOLVERS.contains(target.getName());
        }
        return target.getOwner().isEquivalentTo(InetSocketAddress.class)
                && target.getName().equals("<init>")
                && target.getRawParameterTypes().get(0).isEquivalentTo(String.class);
    }
}
