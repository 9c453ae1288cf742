package org.port17.authority;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.SignedNode;

/**
 * Who may call himself what. An owner's name belongs to the key that the founder gave it; a name that he gave to none belongs
 * to the key that certified a node with it first.
 *
 * @param certified whether a node without a certificate of its owner is refused
 * @param keys owner's name to public key, 64 hexadecimal digits
 */
record OwnerRule(boolean certified, Map<String, String> keys) {
    OwnerRule {
        keys = Map.copyOf(keys);
    }

    /** Everybody may say what he likes; for a network whose nodes belong to one person anyway. */
    static OwnerRule free() {
        return new OwnerRule(false, Map.of());
    }

    /** @throws Port17Exception CONFIG if the record claims an owner's name that it may not */
    void check(SignedNode record, Collection<Registered> held) throws Port17Exception {
        check(record, first(record.statement().owner(), held));
    }

    /** @param first the key that certified a node with this owner's name first, if one did */
    void check(SignedNode record, Optional<String> first) throws Port17Exception {
        String name = record.statement().owner();
        Optional<OwnerCertificate> certificate = record.statement().certificate();
        if (certificate.isEmpty() && (certified || keys.containsKey(name))) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "this network wants a certificate of the node's owner: ./port17 network owner");
        }
        if (certificate.isPresent()
                && !Optional.ofNullable(keys.get(name))
                        .or(() -> first)
                        .orElse(certificate.get().ownerKey())
                        .equals(certificate.get().ownerKey())) {
            throw new Port17Exception(ErrorKind.CONFIG, "this owner's name belongs to another owner's key");
        }
    }

    /** The key that certified a node with this owner's name. */
    private static Optional<String> first(String name, Collection<Registered> held) {
        return held.stream()
                .filter(r -> r.record().statement().owner().equals(name))
                .map(Registered::ownerKey)
                .filter(key -> !key.isEmpty())
                .findFirst();
    }

    /** The same for all names at once. */
    static Map<String, String> first(Collection<Registered> held) {
        Map<String, String> first = new HashMap<>();
        for (Registered node : held) {
            if (!node.ownerKey().isEmpty()) {
                first.putIfAbsent(node.record().statement().owner(), node.ownerKey());
            }
        }
        return first;
    }
}
