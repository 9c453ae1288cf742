package org.port17.spi.trust;

import java.util.regex.Pattern;
import org.port17.api.Node;

/**
 * A node, or an owner with all nodes he signed, that the user trusts.
 *
 * @param key the node's id, or the owner's public key; 64 hexadecimal digits in lower case. Whoever takes over the name gets no trust
 *     by it
 * @param name what it was called when it was added; for people
 */
public record Trusted(Kind kind, String key, String name) {
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]([A-Za-z0-9 ._@+-]{0,62}[A-Za-z0-9._@+-])?");

    /** What is trusted. */
    public enum Kind {
        NODE,
        OWNER
    }

    public Trusted {
        if (!KEY.matcher(key).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a trusted node or owner has a key of 64 hexadecimal digits and a name");
        }
    }

    /** Whether this is a reason to trust the node. */
    public boolean covers(Node node) {
        return key.equals(kind == Kind.NODE ? node.id().toString() : node.ownerKey());
    }
}
