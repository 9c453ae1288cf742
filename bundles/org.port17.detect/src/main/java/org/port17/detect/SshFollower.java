package org.port17.detect;

import java.util.Arrays;

/**
 * The client's side of SSH 2 (RFC 4253): its identification line, then packets in the clear that may only agree on keys,
 * then what must not be text.
 */
final class SshFollower implements Follower {
    private static final byte[][] LINES = {ascii("SSH-2.0-"), ascii("SSH-1.99-")};
    private static final int LINE_MOST = 255;
    private static final int PACKET_MOST = 35_000;
    private static final int CLEAR_PACKETS_MOST = 64;
    /** Bytes up to the message's number. */
    private static final int KIND = 6;

    private static final int KEXINIT = 20;
    private static final int NEWKEYS = 21;
    private static final int NAME_LISTS = 10;

    private final TextRun text = new TextRun();
    private byte[] packet = new byte[LINE_MOST + 1];
    private int size;
    private boolean identified;
    private boolean agreed;
    private boolean sealed;
    private boolean broken;
    private int packets;

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** A packet whose kind is not known yet. */
    @Override
    public int held() {
        return identified && !sealed && size < KIND ? size : 0;
    }

    @Override
    public boolean certain() {
        return identified && !broken;
    }

    @Override
    public boolean follows(byte[] data, int offset, int length) {
        for (int i = offset; i < offset + length && !broken; i++) {
            if (sealed) {
                // Nothing is known of what is in there, so twice as much must look like text.
                broken = text.passes(data[i], 2 * TextRun.MOST);
            } else if (identified) {
                packet(data[i]);
            } else {
                line(data[i]);
            }
        }
        return !broken;
    }

    private void line(byte b) {
        int index = size;
        if (size == LINE_MOST) {
            broken = true;
            return;
        }
        packet[size++] = b;
        if (b == '\n') {
            identified = namesSoftware(index > 0 && packet[index - 1] == '\r' ? index - 1 : index);
            broken = !identified;
            size = 0;
        } else {
            boolean afterEnd = index > 0 && packet[index - 1] == '\r';
            broken = afterEnd || !startsLikeOne() || b != '\r' && (b < 0x20 || b > 0x7e);
        }
    }

    private boolean namesSoftware(int end) {
        for (byte[] line : LINES) {
            if (end > line.length && Arrays.equals(packet, 0, line.length, line, 0, line.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsLikeOne() {
        for (byte[] line : LINES) {
            int n = Math.min(size, line.length);
            if (Arrays.equals(packet, 0, n, line, 0, n)) {
                return true;
            }
        }
        return false;
    }

    /** One byte of a packet without encryption: length, length of the padding, payload, padding. */
    private void packet(byte b) {
        if (size == packet.length) {
            packet = Arrays.copyOf(packet, Math.min(4 + PACKET_MOST, 4 * packet.length));
        }
        packet[size++] = b;
        if (size < 4) {
            // Longer than any packet may be.
            broken = size < 3 && b != 0;
            return;
        }
        int length = (packet[0] & 0xff) << 24 | (packet[1] & 0xff) << 16 | (packet[2] & 0xff) << 8 | packet[3] & 0xff;
        if (length < 12 || length > PACKET_MOST || (length + 4) % 8 != 0) {
            broken = true;
            return;
        }
        int padding = size > 4 ? packet[4] & 0xff : 4;
        broken |= padding < 4 || padding > length - 2;
        broken |= size > 5 && !messageFits(packet[5] & 0xff);
        if (!broken && size == 4 + length) {
            message(5 + length - 1 - padding);
        }
    }

    private boolean messageFits(int message) {
        boolean always = message >= 1 && message <= 4 && message != 3;
        return always || (agreed ? message >= KEXINIT && message <= 49 : message == KEXINIT);
    }

    private void message(int end) {
        int message = packet[5] & 0xff;
        broken |= ++packets > CLEAR_PACKETS_MOST;
        if (message == KEXINIT) {
            broken |= !lists(new Cursor(packet, 6, end));
            agreed = true;
        } else if (message == NEWKEYS) {
            broken |= end != 6;
            sealed = true;
            packet = null;
        }
        size = 0;
    }

    /** Whether the lists of a KEXINIT are whole and no direction may stay without encryption. */
    private boolean lists(Cursor in) {
        in.skip(16);
        for (int i = 0; i < NAME_LISTS; i++) {
            long length = in.u32();
            if (length > in.left()) {
                return false;
            }
            Cursor list = in.part((int) length);
            boolean encryption = i == 2 || i == 3;
            StringBuilder name = new StringBuilder();
            while (list.more()) {
                int c = list.u8();
                if (c < 0x20 || c > 0x7e) {
                    return false;
                }
                if (c != ',') {
                    name.append((char) c);
                } else if (encryption && isNone(name)) {
                    return false;
                } else {
                    name.setLength(0);
                }
            }
            if (encryption && isNone(name)) {
                return false;
            }
        }
        in.u8();
        return in.u32() == 0 && in.done();
    }

    private static boolean isNone(CharSequence name) {
        return name.length() == 0 || "none".contentEquals(name);
    }
}
