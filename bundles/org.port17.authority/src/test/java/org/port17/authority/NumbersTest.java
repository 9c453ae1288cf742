package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

class NumbersTest {
    @TempDir
    Path directory;

    @Test
    void eachNumberBelongsToOneAuthorityAndIsUsedOnce() throws Exception {
        Numbers numbers = new Numbers(file(), 3, 0);
        assertEquals(1, numbers.next(0, 0));
        assertEquals(4, numbers.next(0, 0), "the first was not signed by enough");
        assertEquals(2, numbers.next(1, 1));
        assertEquals(12, numbers.next(2, 9), "above the newest map");
        assertEquals(ErrorKind.REPLAYED, refusal(numbers, 4, 0));
        assertEquals(ErrorKind.REPLAYED, refusal(numbers, 13, 13));
        numbers.take(7, 0);
        assertEquals(ErrorKind.REPLAYED, refusal(numbers, 7, 0));
        assertEquals(7, new Numbers(file(), 3, 0).highestOf(0), "over a restart");
    }

    @Test
    void aNumberTooFarAheadIsNotTakenAndNoneOverflows() throws Exception {
        Numbers numbers = new Numbers(file(), 3, 0);
        assertEquals(ErrorKind.PROTOCOL, refusal(numbers, Long.MAX_VALUE, 0));
        assertEquals(ErrorKind.PROTOCOL, refusal(numbers, Numbers.STEP + 1, 0));
        numbers.take(Numbers.STEP, 0);
        assertEquals(
                ErrorKind.OVERLOADED,
                assertThrows(Port17Exception.class, () -> numbers.next(0, Long.MAX_VALUE - 1))
                        .kind());
        assertEquals(0, numbers.owner(Numbers.STEP));
        assertEquals(2, numbers.next(1, 0), "of another authority nothing is used up");
    }

    @Test
    void manyAtOnceGetDifferentNumbers() throws Exception {
        Numbers numbers = new Numbers(file(), 1, 5);
        Set<Long> given = new ConcurrentSkipListSet<>();
        ExecutorService many = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 40; i++) {
            many.submit(() -> given.add(numbers.next(0, 5)));
        }
        many.shutdown();
        many.awaitTermination(1, TimeUnit.MINUTES);
        Set<Long> expected = new TreeSet<>();
        for (long number = 6; number <= 45; number++) {
            expected.add(number);
        }
        assertEquals(expected, given);
    }

    @Test
    void damagedFileStopsTheStart() throws Exception {
        for (String bad : new String[] {"", "1\n2\n", "1\n2\nx\n", "1\n2\n-3\n", "1\n2\n9999999999999999999\n"}) {
            Files.writeString(file(), bad);
            assertEquals(
                    ErrorKind.CONFIG,
                    assertThrows(Port17Exception.class, () -> new Numbers(file(), 3, 0))
                            .kind());
        }
    }

    private static ErrorKind refusal(Numbers numbers, long number, long newest) {
        return assertThrows(Port17Exception.class, () -> numbers.take(number, newest))
                .kind();
    }

    private Path file() {
        return directory.resolve("signed");
    }
}
