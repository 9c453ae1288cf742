package org.port17.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MutantsTest {
    /** A hundred thousand, or as many as the property {@code mutants} says. */
    @Test
    void noneGetsThrough() throws Exception {
        int count = Integer.getInteger("mutants", 100_000);
        Mutants mutants = new Mutants(17, Corpus.all());
        mutants.run(count);
        System.out.println(mutants);
        assertEquals(0, mutants.leaks(), mutants.toString());
    }
}
