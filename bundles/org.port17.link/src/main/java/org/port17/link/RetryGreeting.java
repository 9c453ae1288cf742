package org.port17.link;

import java.security.SecureRandom;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.SignedPrekey;
import org.port17.node.ThisNode;
import org.port17.spi.suite.PrekeyUse;

/**
 * The acceptor's answer to a HELLO whose prekey it no longer answers to: as long as a WELCOME, or longer in suites whose
 * records are signed twice, and not sealed, for there is no key yet (docs/protocol-link.md, "RETRY"). What stands in it is
 * published anyway; each record bears the node's signatures.
 *
 * @param link the signed LINK prekey to use instead
 * @param onion the signed ONION prekey that the node offers in the same suite; empty if it has none or there is no room
 */
record RetryGreeting(byte[] link, byte[] onion) {
    static final byte TYPE = 0x52;
    static final byte VERSION = 1;
    private static final int CLEAR = 2;

    /** For records that are signed twice. */
    private static final int LONG = 6 * Welcome.BYTES;

    /** Length of a RETRY to a HELLO in that suite, whatever it says. */
    static int bytes(int suite) {
        return SignedPrekey.signedTwice(suite) ? LONG : Welcome.BYTES;
    }

    /** Room for the two records, their lengths apart. */
    private static int room(int whole) {
        return whole - CLEAR - 2 - 2;
    }

    /**
     * What this node has to say to a HELLO that names this suite.
     *
     * @param refused the prekey that HELLO named
     * @return null if it has nothing better: the connection then ends without a word
     */
    static RetryGreeting of(ThisNode self, int suite, int refused) {
        int room = room(bytes(suite));
        SignedPrekey link = self.offered(suite, PrekeyUse.LINK).orElse(null);
        if (link == null || link.record().id() == refused || link.bytes().length > room) {
            return null;
        }
        byte[] onion = self.offered(suite, PrekeyUse.ONION)
                .map(SignedPrekey::bytes)
                .filter(bytes -> link.bytes().length + bytes.length <= room)
                .orElse(new byte[0]);
        return new RetryGreeting(link.bytes(), onion);
    }

    /** @param suite the one that the HELLO named */
    byte[] bytes(int suite, SecureRandom random) {
        byte[] out = new byte[bytes(suite)];
        random.nextBytes(out);
        out[0] = TYPE;
        out[1] = VERSION;
        int at = put(out, CLEAR, link);
        put(out, at, onion);
        return out;
    }

    private static int put(byte[] out, int at, byte[] record) {
        out[at] = (byte) (record.length >>> 8);
        out[at + 1] = (byte) record.length;
        System.arraycopy(record, 0, out, at + 2, record.length);
        return at + 2 + record.length;
    }

    /** Reads a whole one; the records are not judged yet. @throws Port17Exception TAMPERED */
    static RetryGreeting read(byte[] greeting) throws Port17Exception {
        if (greeting[0] != TYPE || greeting[1] != VERSION) {
            throw new Port17Exception(ErrorKind.TAMPERED, "not a RETRY of a known version");
        }
        int room = room(greeting.length);
        byte[] link = record(greeting, CLEAR, room);
        byte[] onion = record(greeting, CLEAR + 2 + link.length, room - link.length);
        return new RetryGreeting(link, onion);
    }

    private static byte[] record(byte[] greeting, int at, int room) throws Port17Exception {
        int length = (greeting[at] & 0xff) << 8 | greeting[at + 1] & 0xff;
        if (length > room) {
            throw new Port17Exception(ErrorKind.TAMPERED, "a RETRY contradicts itself");
        }
        return Arrays.copyOfRange(greeting, at + 2, at + 2 + length);
    }

    @Override
    public String toString() {
        return "RETRY";
    }
}
