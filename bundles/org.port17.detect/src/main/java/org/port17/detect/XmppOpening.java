package org.port17.detect;

/** Lets pass the opening of an XMPP stream and the wish for TLS, nothing else (RFC 6120, 5). */
final class XmppOpening {
    private static final String[] NAMES = {"?xml", "stream:stream", "starttls", "/stream:stream"};

    private final StringBuilder name = new StringBuilder();
    private boolean inside;
    private boolean named;

    boolean permits(byte b) {
        if (!inside) {
            inside = b == '<';
            named = false;
            name.setLength(0);
            return inside || b == ' ' || b == '\r' || b == '\n' || b == '\t';
        }
        boolean ends = b == '>' || b == ' ' || b == '/' && name.length() > 0 || b == '\r' || b == '\n' || b == '\t';
        inside = b != '>';
        if (named) {
            return true;
        }
        if (ends) {
            named = true;
            return isOne(true);
        }
        name.append((char) (b & 0xff));
        return isOne(false);
    }

    private boolean isOne(boolean whole) {
        String said = name.toString();
        for (String one : NAMES) {
            if (whole ? one.equals(said) : one.startsWith(said)) {
                return true;
            }
        }
        return false;
    }
}
