package org.port17.spi.route;

import java.util.List;

/**
 * A security level as the core and the console need to know it.
 *
 * @param number 1 and up, higher is stronger
 * @param name for people
 * @param nodes of a route
 * @param exitGain how many times its share of capacity a node can at most be drawn as exit by standing near a destination
 * @param entryGain the same for the entry by standing near the client
 * @param entryDays how long an entry stays
 * @param zeroRtt whether data may leave with the first cell; otherwise it waits until every hop has stepped its keys
 * @param plaintextOnlyByRule whether unencrypted traffic needs a rule that allows it
 * @param idleMinutes an unused route lives so long
 * @param mostMinutes no new stream joins a route after this
 * @param rules what nodes of a route obey together, in words
 * @param lacks what the level is meant to do and does not do yet, in sentences
 */
public record LevelTraits(
        int number,
        String name,
        int nodes,
        int exitGain,
        int entryGain,
        int entryDays,
        boolean zeroRtt,
        boolean plaintextOnlyByRule,
        int idleMinutes,
        int mostMinutes,
        List<String> rules,
        List<String> lacks) {
    public LevelTraits {
        rules = List.copyOf(rules);
        lacks = List.copyOf(lacks);
    }
}
