package org.port17.authority;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.HttpCall;
import org.port17.mirror.door.MapDoor;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.SignedNode;

/**
 * What only an authority answers: announcements of nodes, maps of other authorities. Bounds: 8 KiB for a record, 1 MiB for prekeys,
 * for a map of another authority what {@link Intake} says. Everything sent is verified before it touches the registry. What is proven and
 * measured is worked out once a second at most.
 */
final class AuthorityRequests implements MapDoor.More {
    static final int MAX_PREKEYS = 1 << 20;
    private final Registry registry;
    private final AddressRules rules;
    private final MapIssuer issuer;
    private final byte[] publicKey;
    private final Recent<byte[]> proven;
    private final Recent<byte[]> measured;
    private final Recent<byte[]> placed;

    AuthorityRequests(Registry registry, AddressRules rules, MapIssuer issuer, Placed placed, byte[] publicKey) {
        this.registry = registry;
        this.rules = rules;
        this.issuer = issuer;
        this.publicKey = publicKey;
        this.proven = new Recent<>(() -> Proven.write(issuer.served().nodes()), System::nanoTime);
        this.measured = new Recent<>(() -> Measured.write(issuer.served().nodes()), System::nanoTime);
        this.placed = new Recent<>(() -> placed.write(issuer.served().nodes()), System::nanoTime);
    }

    @Override
    public boolean serve(HttpCall call) throws IOException {
        switch (call.request()) {
            case "GET /v1/key" -> call.text(200, HexFormat.of().formatHex(publicKey));
            case "GET /v1/proven" -> call.content(Optional.of(proven.get()), "");
            case "GET /v1/measured" -> call.content(Optional.of(measured.get()), "");
            case "GET /v1/placed" -> call.content(Optional.of(placed.get()), "");
            case "POST /v1/node" -> node(call);
            case "POST /v1/prekeys" -> prekeys(call);
            case "POST /v1/cosign" -> proposal(call);
            case "POST /v1/signed" -> signed(call);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What is taken is not in the map yet, as a rule; the answer says why not. */
    private void node(HttpCall call) throws IOException {
        Optional<byte[]> body = call.body(SignedNode.MAX);
        if (body.isEmpty()) {
            return;
        }
        try {
            SignedNode record = SignedNode.parse(body.get());
            if (registry.node(record, rules.origin(call.caller()))) {
                issuer.touch();
            }
            Standing standing = registry.standing(record.id());
            if (standing == Standing.LISTED || standing == Standing.WITHDRAWN) {
                call.taken();
            } else {
                call.text(202, standing.words());
            }
        } catch (Port17Exception e) {
            call.text(status(e.kind()), e.getMessage());
        }
    }

    private void prekeys(HttpCall call) throws IOException {
        Optional<byte[]> body = call.body(MAX_PREKEYS);
        if (body.isEmpty()) {
            return;
        }
        try {
            if (issuer.prekeys(PrekeySet.parse(body.get(), Registry.MAX_PREKEYS_PER_POST))) {
                issuer.touch();
            }
            call.taken();
        } catch (Port17Exception e) {
            call.text(status(e.kind()), e.getMessage());
        }
    }

    /** A map from another authority to sign. Its body is read by who looks at it, as far as it is worth it. */
    private void proposal(HttpCall call) throws IOException {
        try {
            call.content(Optional.of(issuer.others().cosign(call.body())), "");
        } catch (Port17Exception e) {
            call.last();
            call.text(status(e.kind()), e.getMessage());
        }
    }

    /** A head that enough authorities signed. */
    private void signed(HttpCall call) throws IOException {
        Optional<byte[]> body = call.body(MapHead.MAX_BYTES);
        if (body.isEmpty()) {
            return;
        }
        try {
            issuer.others().signed(body.get(), call::away);
            call.taken();
        } catch (Port17Exception e) {
            call.text(status(e.kind()), e.getMessage());
        }
    }

    private static int status(ErrorKind kind) {
        return switch (kind) {
            case TAMPERED -> 403;
            case UNSUPPORTED -> 404;
            case CONFIG -> 409;
            case REPLAYED -> 412;
            case TARGET_DENIED -> 422;
            case OVERLOADED -> 503;
            default -> 400;
        };
    }
}
