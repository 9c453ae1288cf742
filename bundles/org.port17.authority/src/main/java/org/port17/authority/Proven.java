package org.port17.authority;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NodeStatement;
import org.port17.netmap.format.OwnerCertificate;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SignedNode;

/**
 * Which nodes an authority would list, under which name and owner and at which addresses, for the others: for each the first 16
 * bytes of the SHA-256 of its id in hexadecimal, its name, its owner's name, the key of his certificate in hexadecimal or nothing,
 * and its endpoints in the record's order, NUL after each. Ascending, one after the other. So a node that tells authorities
 * different things is left out, instead of making each refuse the other's whole map.
 */
record Proven(Set<ByteBuffer> tokens) {
    static final int TOKEN = 16;
    static final int MAX_BYTES = TOKEN * Columns.MAX_NODES;

    Proven {
        tokens = Set.copyOf(tokens);
    }

    static byte[] write(Collection<MapNode> nodes) {
        List<byte[]> tokens = nodes.stream()
                .map(n -> token(n.record()))
                .sorted(Arrays::compareUnsigned)
                .toList();
        ByteBuffer out = ByteBuffer.allocate(TOKEN * tokens.size());
        tokens.forEach(out::put);
        return out.array();
    }

    /** @throws Port17Exception BAD_INPUT if it is cut short */
    static Proven parse(byte[] bytes) throws Port17Exception {
        if (bytes.length % TOKEN != 0 || bytes.length > MAX_BYTES) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "a list of what is proven is cut short");
        }
        Set<ByteBuffer> tokens = new HashSet<>();
        for (int at = 0; at < bytes.length; at += TOKEN) {
            tokens.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + TOKEN)));
        }
        return new Proven(tokens);
    }

    boolean holds(SignedNode record) {
        return tokens.contains(ByteBuffer.wrap(token(record)));
    }

    /** How many of these nodes it holds. */
    long of(Collection<MapNode> nodes) {
        return nodes.stream().filter(n -> holds(n.record())).count();
    }

    private static byte[] token(SignedNode record) {
        NodeStatement said = record.statement();
        StringBuilder text = new StringBuilder(record.id().toString())
                .append('\0')
                .append(said.name())
                .append('\0')
                .append(said.owner())
                .append('\0')
                .append(said.certificate().map(OwnerCertificate::ownerKey).orElse(""));
        record.statement().endpoints().forEach(e -> text.append('\0').append(e.text()));
        return Arrays.copyOf(
                Signatures.sha256(text.append('\0').toString().getBytes(StandardCharsets.US_ASCII)), TOKEN);
    }
}
