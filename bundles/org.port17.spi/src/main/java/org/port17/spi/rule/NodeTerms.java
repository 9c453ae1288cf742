package org.port17.spi.rule;

import java.util.function.Predicate;
import org.port17.api.Node;

/**
 * Which nodes may stand at one place of a route. All conditions must hold. What is unknown of a node meets no condition on
 * it: a node of unknown country is neither in Norway nor certainly outside the US.
 *
 * @param countries ISO 3166-1 alpha-2, upper case
 * @param systems autonomous system numbers
 * @param owners as nodes declare them
 * @param nodes a node's name, or its id as 64 hexadecimal digits in lower case
 * @param trusted only nodes of the trust list
 */
public record NodeTerms(
        Choice<String> countries, Choice<Long> systems, Choice<String> owners, Choice<String> nodes, boolean trusted)
        implements Predicate<Node> {
    /** Every node fits. */
    public static final NodeTerms ANY = new NodeTerms(Choice.any(), Choice.any(), Choice.any(), Choice.any(), false);

    private static final String UNKNOWN_COUNTRY = "ZZ";

    /** Whether every node fits. */
    public boolean free() {
        return !trusted && countries.free() && systems.free() && owners.free() && nodes.free();
    }

    /** Whether the node may stand there. */
    public boolean allows(Node node) {
        return (!trusted || node.trusted())
                && (countries.free() || (known(node.country()) && countries.fits(node.country())))
                && (systems.free() || (node.as() != 0 && systems.fits(node.as())))
                && (owners.free() || (!node.owner().isEmpty() && owners.fits(node.owner())))
                && (nodes.free() || named(node));
    }

    @Override
    public boolean test(Node node) {
        return allows(node);
    }

    private static boolean known(String country) {
        return !country.isEmpty() && !country.equals(UNKNOWN_COUNTRY);
    }

    /** Name and id name the same node, so either may let it in and either may keep it out. */
    private boolean named(Node node) {
        String id = node.id().toString();
        return (nodes.only().isEmpty()
                        || nodes.only().contains(node.name())
                        || nodes.only().contains(id))
                && !nodes.never().contains(node.name())
                && !nodes.never().contains(id);
    }
}
