package org.port17.launcher.demo;

import org.port17.launcher.cli.LaunchException;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/**
 * The demo's rules: one application goes by another country, and one asks for exits that plaintext must not have.
 *
 * @param country where the exits of {@link #BY_RULE} stand, as far from the first origin as can be
 * @param community an owner of exits that nobody trusts
 */
record WorldRules(String country, String community) {
    static final String BY_RULE = "mail";
    static final String STUBBORN = "stubborn";

    static WorldRules of(World world) throws LaunchException {
        return new WorldRules(
                world.farthest(world.origins().get(0)).country(),
                world.exits().stream()
                        .filter(exit -> !exit.trusted())
                        .map(Spot::owner)
                        .findFirst()
                        .orElseThrow(() -> LaunchException.failed("every exit of the world is trusted")));
    }

    /** As a rule file. */
    String text() {
        return "# A second application has exits of its own.\ntunnel app " + BY_RULE + " exit country " + country
                + "\n# Whatever a rule says, what is not encrypted needs a trusted exit; these are none.\ntunnel app "
                + STUBBORN + " exit owner " + community + "\n";
    }
}
