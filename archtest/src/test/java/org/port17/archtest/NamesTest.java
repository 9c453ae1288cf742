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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of destinations are resolved at exits: a client that asked its own name server would tell it where the user goes. */
class NamesTest {
    private static final Set<String> RESOLVERS = Set.of("getByName", "getAllByName");

    @Test
    void onlyExitsAndListenersCanAskANameServer() {
        Set<String> found = new TreeSet<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.port17")) {
            if (asks(each)) {
                found.add(each.getName());
            }
        }
        assertEquals(
                List.of(
                        // Where the authority listens.
                        "org.port17.authority.HttpDoor",
                        // The exit's own.
                        "org.port17.edge.dialer.CheckedDialer",
                        "org.port17.edge.dialer.HostPort",
                        // Gives it literals only, see its test.
                        "org.port17.spi.place.AddressLiteral"),
                List.copyOf(found));
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
