package org.port17.ratchet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;

/**
 * What a responder says about suites: {@code refused epoch u32 | n u8 | suite u16 * n}.
 *
 * @param refused the epoch whose offer is refused, 0 if none is
 * @param suites numbers the responder permits now, best first, at most {@link #MAX}
 */
public record SuiteNotice(int refused, List<Integer> suites) {
    public static final int MAX = 32;
    private static final int HEADER = 5;

    public SuiteNotice {
        suites = List.copyOf(suites.subList(0, Math.min(MAX, suites.size())));
    }

    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + 2 * suites.size());
        out.putInt(refused).put((byte) suites.size());
        suites.forEach(suite -> out.putShort(suite.shortValue()));
        return out.array();
    }

    /** @throws Port17Exception PROTOCOL if the bytes are not exactly one notice, or name a suite twice */
    public static SuiteNotice of(byte[] bytes) throws Port17Exception {
        if (bytes.length < HEADER) {
            throw malformed();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int refused = in.getInt();
        int n = in.get() & 0xff;
        if (refused < 0 || n > MAX || in.remaining() != 2 * n) {
            throw malformed();
        }
        List<Integer> suites = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int suite = in.getShort() & 0xffff;
            if (suites.contains(suite)) {
                throw malformed();
            }
            suites.add(suite);
        }
        return new SuiteNotice(refused, suites);
    }

    private static Port17Exception malformed() {
        return new Port17Exception(ErrorKind.PROTOCOL, "a notice of suites is malformed");
    }
}
