package org.port17.netmap.format;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;

/**
 * An owner's word that a node is his: signed once with a key that need not be on the node. What is signed is the owner's name
 * and the node's key, so a certificate fits one node and one name.
 *
 * @param ownerKey Ed25519 public key, 64 hexadecimal digits
 * @param signature 128 hexadecimal digits
 */
public record OwnerCertificate(String ownerKey, String signature) {
    /** In a node's record: the owner's key, then the signature. */
    static final int BYTES = Signatures.KEY_BYTES + Signatures.BYTES;

    public static final int MAX_FILE_BYTES = 1_024;
    private static final String PURPOSE = "owner";
    private static final String FIRST_LINE = "port17-owner-certificate 1";

    /** @throws Port17Exception BAD_INPUT if the name is none */
    public static OwnerCertificate sign(SigningKey owner, String name, NodeId node) throws Port17Exception {
        if (!NodeStatement.ownerFits(name)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "an owner is 1 to 64 letters, digits, spaces or . _ @ + -");
        }
        HexFormat hex = HexFormat.of();
        return new OwnerCertificate(
                hex.formatHex(owner.publicKey()), hex.formatHex(owner.sign(PURPOSE, message(name, node))));
    }

    /** Whether the owner's key signed this name and node. */
    public boolean covers(String name, NodeId node) {
        if (!ownerKey.matches("[0-9a-f]{64}") || !signature.matches("[0-9a-f]{128}")) {
            return false;
        }
        byte[] key = HexFormat.of().parseHex(ownerKey);
        return Signatures.soundKey(key)
                && Signatures.verify(
                        key, PURPOSE, message(name, node), HexFormat.of().parseHex(signature));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(ownerKey + signature);
    }

    static OwnerCertificate of(byte[] bytes) {
        HexFormat hex = HexFormat.of();
        return new OwnerCertificate(
                hex.formatHex(bytes, 0, Signatures.KEY_BYTES), hex.formatHex(bytes, Signatures.KEY_BYTES, BYTES));
    }

    /** As a file of four lines. */
    public String text(String name, NodeId node) {
        return FIRST_LINE + "\nowner " + name + "\nnode " + node + "\nsigned " + ownerKey + " " + signature + "\n";
    }

    /** Reads a file for this name and node. @throws Port17Exception CONFIG if it is no certificate, or another's */
    public static OwnerCertificate parse(byte[] file, String name, NodeId node) throws Port17Exception {
        List<String> lines = new String(file, StandardCharsets.US_ASCII).lines().toList();
        boolean whole = file.length <= MAX_FILE_BYTES
                && lines.size() == 4
                && lines.get(0).equals(FIRST_LINE)
                && lines.get(3).matches("signed [0-9a-f]{64} [0-9a-f]{128}");
        if (!whole) {
            throw new Port17Exception(ErrorKind.CONFIG, "owner.certificate names a file that is no owner certificate");
        }
        String[] words = lines.get(3).split(" ");
        OwnerCertificate certificate = new OwnerCertificate(words[1], words[2]);
        if (!certificate.covers(name, node)) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "owner.certificate is of another owner or another node, or was altered");
        }
        return certificate;
    }

    private static byte[] message(String name, NodeId node) {
        return new Writer().text(name).raw(node.bytes()).bytes();
    }

    @Override
    public String toString() {
        return "owner certificate";
    }
}
