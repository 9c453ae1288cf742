package org.port17.authority;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.store.PrivateFiles;

/**
 * Which numbers of maps this authority signed. Each number belongs to one authority, which alone proposes a map of it, so that
 * nobody uses up the numbers of others. Guarantee: a number is on disk before anything is signed under it, and nothing is signed
 * twice under one number; whoever asks at the same time. Thread-safe.
 *
 * <p>The file has a line for each authority: the highest of its numbers that was signed.
 */
final class Numbers {
    /** How far a number may lie above the newest one known: a lone authority goes on for years until it is so far ahead. */
    static final long STEP = 1 << 20;

    private static final int MAX_BYTES = 1_024;
    private final Path file;
    private final long[] last;

    /**
     * @param file may be missing
     * @param authorities how many there are
     * @param least for all of them where the file is missing
     * @throws Port17Exception CONFIG if the file is damaged
     */
    Numbers(Path file, int authorities, long least) throws IOException, Port17Exception {
        this.file = file;
        this.last = new long[authorities];
        Arrays.fill(last, least);
        if (Files.exists(file)) {
            read();
        }
    }

    private void read() throws IOException, Port17Exception {
        byte[] bytes = PrivateFiles.read(file, MAX_BYTES, "the authority's file signed");
        List<String> lines =
                new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        if (lines.size() != last.length) {
            throw damaged(null);
        }
        try {
            for (int i = 0; i < last.length; i++) {
                last[i] = Long.parseUnsignedLong(lines.get(i));
                if (last[i] < 0) {
                    throw damaged(null);
                }
            }
        } catch (NumberFormatException e) {
            throw damaged(e);
        }
    }

    private static Port17Exception damaged(Exception cause) {
        return new Port17Exception(
                ErrorKind.CONFIG,
                Retry.NEVER,
                "the authority's file signed is damaged or of another network: restore it from a copy. Without it this authority"
                        + " could sign two maps of one number",
                cause);
    }

    /** To whom a number belongs: the place of an authority in the network file. */
    int owner(long number) {
        return (int) Math.floorMod(number - 1, (long) last.length);
    }

    /**
     * The next number of this authority, and no other call gets it.
     *
     * @param newest number of the newest map known
     * @throws Port17Exception OVERLOADED if there is none left
     */
    synchronized long next(int place, long newest) throws IOException, Port17Exception {
        long above = Math.max(newest, last[place]);
        if (above > Long.MAX_VALUE - 2L * last.length) {
            throw new Port17Exception(ErrorKind.OVERLOADED, "there is no number left for another map");
        }
        long next = above + 1;
        while (owner(next) != place) {
            next++;
        }
        keep(place, next);
        return next;
    }

    /**
     * Whether a map that another authority proposes may have this number.
     *
     * @throws Port17Exception REPLAYED if one of that number or a later one was signed, PROTOCOL if it lies too far ahead
     */
    synchronized void check(long number, long newest) throws Port17Exception {
        int place = owner(number);
        if (number <= Math.max(newest, last[place])) {
            throw new Port17Exception(ErrorKind.REPLAYED, "a map of this number or a later one is signed");
        }
        if (number - Math.max(newest, last[place]) > STEP) {
            throw new Port17Exception(
                    ErrorKind.PROTOCOL, "the proposed map is not signed: its number lies too far ahead");
        }
    }

    /** Takes the number of a map that another authority proposes; once. @throws Port17Exception as {@link #check} */
    synchronized void take(long number, long newest) throws IOException, Port17Exception {
        check(number, newest);
        keep(owner(number), number);
    }

    private void keep(int place, long number) throws IOException {
        long[] fresh = last.clone();
        fresh[place] = number;
        String text = Arrays.stream(fresh).mapToObj(n -> n + "\n").collect(Collectors.joining());
        PrivateFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
        last[place] = number;
    }

    /** The highest number of an authority that was signed. */
    synchronized long highestOf(int place) {
        return last[place];
    }
}
