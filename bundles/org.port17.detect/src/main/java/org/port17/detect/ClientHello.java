package org.port17.detect;

import java.util.BitSet;

/**
 * Whether a whole TLS ClientHello (RFC 5246, RFC 8446) is one, and one that leads to an encrypted connection.
 *
 * <p>Guarantee: every length fits, what follows the head is known, no extension comes twice, at least one cipher suite
 * encrypts and authenticates and none offered fails to, and no field that holds random bytes holds text.
 */
final class ClientHello {
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int SIGNATURES = 13;
    private static final int ALPN = 16;
    private static final int CERTIFICATE_TIMESTAMP = 18;
    private static final int PADDING = 21;
    private static final int ENCRYPT_THEN_MAC = 22;
    private static final int EXTENDED_MASTER_SECRET = 23;
    private static final int PRE_SHARED_KEY = 41;
    private static final int VERSIONS = 43;
    private static final int POST_HANDSHAKE_AUTH = 49;
    private static final int KEY_SHARE = 51;
    private static final int ECH = 0xfe0d;
    private static final int TLS_1_3 = 0x0304;

    /** Shorter than elsewhere: a hello that breaks off goes on as text here most often. Once in 10^7 keys by chance. */
    private static final int KEY_TEXT = 24;

    private final Cursor in;
    private boolean tls13;

    private ClientHello(Cursor in) {
        this.in = in;
    }

    /** What a hello says that matters later. */
    record Offer(boolean tls13) {}

    /**
     * @param message with its head of four bytes, all of it
     * @return null if it is none
     */
    static Offer read(byte[] message, int length) {
        ClientHello hello = new ClientHello(new Cursor(message, 4, length));
        return hello.sound() ? new Offer(hello.tls13) : null;
    }

    private boolean sound() {
        int version = in.u16();
        if (version < 0x0301 || version > 0x0303) {
            return false;
        }
        Cursor random = in.part(32);
        int session = in.u8();
        if (session > 32 || random.textWithin(TextRun.MOST)) {
            return false;
        }
        in.skip(session);
        if (!suites(in.part(in.u16())) || !compressions(in.part(in.u8()))) {
            return false;
        }
        if (!in.more()) {
            return in.done();
        }
        Cursor extensions = in.part(in.u16());
        return in.done() && extensions(extensions);
    }

    private static boolean suites(Cursor list) {
        if (list.left() < 2 || list.left() % 2 != 0) {
            return false;
        }
        boolean any = false;
        while (list.more()) {
            int suite = list.u16();
            boolean encrypts = CipherSuites.encrypts(suite);
            if (!encrypts && !CipherSuites.signals(suite)) {
                return false;
            }
            any |= encrypts;
        }
        return any && list.done();
    }

    private static boolean compressions(Cursor list) {
        boolean none = false;
        while (list.more()) {
            none |= list.u8() == 0;
        }
        return none && list.done();
    }

    private boolean extensions(Cursor list) {
        BitSet seen = new BitSet();
        boolean last = false;
        while (list.more()) {
            int type = list.u16();
            Cursor body = list.part(list.u16());
            // Nothing follows the keys of a resumed session (RFC 8446, 4.2.11).
            if (last || seen.get(type) || !extension(type, body)) {
                return false;
            }
            seen.set(type);
            last = type == PRE_SHARED_KEY;
        }
        return list.done() && (!tls13 || seen.get(KEY_SHARE) || seen.get(PRE_SHARED_KEY));
    }

    private boolean extension(int type, Cursor body) {
        switch (type) {
            case SERVER_NAME -> names(body);
            case SUPPORTED_GROUPS, SIGNATURES -> numbers(body, body.u16());
            case ALPN -> protocols(body);
            case PADDING -> zeros(body);
            case CERTIFICATE_TIMESTAMP, ENCRYPT_THEN_MAC, EXTENDED_MASTER_SECRET, POST_HANDSHAKE_AUTH -> {
                // Only there or not: empty (RFC 6962, 3.3.1; RFC 7366, 2; RFC 7627, 5.1; RFC 8446, 4.2.6).
            }
            case VERSIONS -> versions(body);
            case KEY_SHARE -> shares(body);
            case PRE_SHARED_KEY -> binders(body);
            case ECH -> sealedHello(body);
            default -> body.skip(body.left());
        }
        return body.done();
    }

    private static void names(Cursor body) {
        // Java sends an empty list to say that it understands the extension.
        if (body.left() == 0) {
            return;
        }
        Cursor list = body.part(body.u16());
        while (list.more()) {
            int kind = list.u8();
            int length = list.u16();
            if (kind == 0 && length == 0) {
                list.spoil();
            }
            list.skip(length);
        }
        keep(body, list);
    }

    private static void numbers(Cursor body, int length) {
        if (length == 0 || length % 2 != 0) {
            body.spoil();
        }
        body.skip(length);
    }

    private static void protocols(Cursor body) {
        Cursor list = body.part(body.u16());
        while (list.more()) {
            int length = list.u8();
            if (length == 0) {
                list.spoil();
            }
            list.skip(length);
        }
        keep(body, list);
    }

    private static void zeros(Cursor body) {
        while (body.more()) {
            if (body.u8() != 0) {
                body.spoil();
            }
        }
    }

    private void versions(Cursor body) {
        Cursor list = body.part(body.u8());
        while (list.more()) {
            int version = list.u16();
            boolean draft = version >> 8 == 0x7f;
            tls13 |= version == TLS_1_3 || draft;
            if (!draft && !CipherSuites.isGrease(version) && (version < 0x0300 || version > TLS_1_3)) {
                list.spoil();
            }
        }
        keep(body, list);
    }

    private static void shares(Cursor body) {
        Cursor list = body.part(body.u16());
        while (list.more()) {
            list.u16();
            Cursor key = list.part(list.u16());
            if (key.textWithin(KEY_TEXT)) {
                list.spoil();
            }
        }
        keep(body, list);
    }

    private static void binders(Cursor body) {
        Cursor identities = body.part(body.u16());
        while (identities.more()) {
            identities.skip(identities.u16());
            identities.u32();
        }
        Cursor binders = body.part(body.u16());
        while (binders.more()) {
            Cursor binder = binders.part(binders.u8());
            if (binder.left() < 32 || binder.textWithin(TextRun.MOST)) {
                binders.spoil();
            }
        }
        keep(body, identities);
        keep(body, binders);
    }

    /** RFC 9849, 5; 1 stands for the inner hello, which never travels in the clear. */
    private static void sealedHello(Cursor body) {
        if (body.u8() != 0) {
            body.spoil();
        }
        body.u32();
        body.u8();
        body.skip(body.u16());
        Cursor payload = body.part(body.u16());
        if (payload.left() < 16 || payload.textWithin(TextRun.MOST)) {
            body.spoil();
        }
    }

    private static void keep(Cursor whole, Cursor part) {
        if (!part.done()) {
            whole.spoil();
        }
    }
}
