package org.port17.route.kit;

import java.util.List;
import java.util.Objects;

/**
 * One security level, by numbers.
 *
 * @param number 1 and up; higher is stronger
 * @param name for people
 * @param nodes of a route, 3 to 5
 * @param entry how the entry is chosen
 * @param gamma most times its share of capacity that an exit is used, and so the most that placement gains
 * @param ownerPercent most of an exit's choice that one owner holds, unless there are too few owners
 * @param middleSample how many nodes are drawn for a middle place
 * @param middleBest among how many of them, the quickest, one is drawn
 * @param minDays least age of a node
 * @param ramp how age counts
 * @param verifiedExits whether exits need an owner who has shown who it is, or trust
 * @param rules of the whole route
 * @param zeroRtt whether data may leave with the first cell
 * @param plaintextOnlyByRule whether unencrypted traffic is refused unless a rule allows it
 * @param idleMinutes an unused route lives so long
 * @param mostMinutes no new stream joins a route after this
 * @param lacks what the level is meant to do and does not do yet, sentences for people
 */
public record Level(
        int number,
        String name,
        int nodes,
        Entry entry,
        int gamma,
        int ownerPercent,
        int middleSample,
        int middleBest,
        int minDays,
        Ramp ramp,
        boolean verifiedExits,
        List<RouteRule> rules,
        boolean zeroRtt,
        boolean plaintextOnlyByRule,
        int idleMinutes,
        int mostMinutes,
        List<String> lacks) {

    /** Candidates for an exit have at least so many owners, where the network has them. */
    public static final int OWNERS = 24;

    /** The bound of a destination that asks for exits next to its autonomous system. */
    public static final int NEXT_TO_AS = 50;

    static final int MOST_GAMMA = 64;

    /**
     * @param samples the entry is the nearest of so many drawn by capacity: what a place beside the client gains
     * @param days it stays
     * @param second size of the set that follows it, 0 for none
     * @param secondLeastDays each of that set stays at least
     * @param secondMostDays and at most
     */
    public record Entry(int samples, int days, int second, int secondLeastDays, int secondMostDays) {
        public Entry {
            check(samples >= 1 && samples <= 64, "an entry is one of 1 to 64 samples");
            check(days >= 1 && days <= 3650, "an entry stays 1 to 3650 days");
            check(second >= 0 && second <= 16, "the second set has at most 16 nodes");
            check(
                    second == 0 || secondLeastDays >= 1 && secondMostDays >= secondLeastDays && secondMostDays <= 3650,
                    "nodes of the second set stay 1 to 3650 days");
        }
    }

    public Level {
        Objects.requireNonNull(name);
        Objects.requireNonNull(entry);
        Objects.requireNonNull(ramp);
        rules = List.copyOf(rules);
        lacks = List.copyOf(lacks);
        check(number >= 1 && number <= 99, "levels have numbers from 1 to 99");
        check(name.matches("[A-Za-z][A-Za-z0-9-]{0,31}"), "a level's name is one word of at most 32 letters");
        check(nodes >= 3 && nodes <= 5, "a route has 3 to 5 nodes");
        check(gamma >= 1 && gamma <= MOST_GAMMA, "gamma lies between 1 and " + MOST_GAMMA);
        check(ownerPercent >= 1 && ownerPercent <= 100, "an owner's share lies between 1 and 100 percent");
        check(middleSample >= 1 && middleSample <= 1024, "1 to 1024 nodes are drawn for a middle place");
        check(middleBest >= 1 && middleBest <= middleSample, "the best middles are among those drawn");
        check(minDays >= 0 && minDays <= 3650, "the least age lies between 0 and 3650 days");
        check(idleMinutes >= 1 && mostMinutes >= idleMinutes, "a route lives at least as long as it may be idle");
    }

    private static void check(boolean good, String sentence) {
        if (!good) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** The same level with exits next to the destination's autonomous system. */
    public Level nextToAs() {
        return withGamma(NEXT_TO_AS);
    }

    public Level withGamma(int other) {
        return with(nodes, other);
    }

    public Level withNodes(int other) {
        return with(other, gamma);
    }

    /** The same level in a network that is too young to keep owners apart. */
    public Level withoutOwnerRule() {
        return with(
                nodes,
                gamma,
                rules.stream().filter(rule -> rule != Distinct.OWNER).toList());
    }

    private Level with(int otherNodes, int otherGamma) {
        return with(otherNodes, otherGamma, rules);
    }

    private Level with(int otherNodes, int otherGamma, List<RouteRule> otherRules) {
        return new Level(
                number,
                name,
                otherNodes,
                entry,
                otherGamma,
                ownerPercent,
                middleSample,
                middleBest,
                minDays,
                ramp,
                verifiedExits,
                otherRules,
                zeroRtt,
                plaintextOnlyByRule,
                idleMinutes,
                mostMinutes,
                lacks);
    }
}
