package org.port17.authority;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.port17.api.ErrorKind;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.mirror.door.Edition;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.MapNode;
import org.port17.netmap.format.NetworkFile;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.http.AuthorityClient;
import org.port17.netmap.http.Patience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other authorities: asks them to sign a map too, and hands them the signed one. Blocks; for the issuer's thread. */
final class CoSigners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CoSigners.class);
    /** Authorities have good lines. One that plays a slow one must not keep the others from their turn. */
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30), 1 << 20);

    private final SigningKey key;
    private final Quorum quorum;
    private final List<AuthorityClient> others = new ArrayList<>();
    private final Map<Integer, AuthorityClient> byPlace = new HashMap<>();
    private final Set<AuthorityClient> unwilling = new HashSet<>();
    private final int place;

    /** @throws Port17Exception CONFIG if the network file does not name this authority */
    CoSigners(SigningKey key, Optional<NetworkFile> network) throws Port17Exception {
        this.key = key;
        this.quorum = network.map(NetworkFile::quorum).orElse(Quorum.single(key.publicKey()));
        if (!quorum.names(key.publicKey())) {
            throw new Port17Exception(
                    ErrorKind.CONFIG,
                    "network.file does not name this authority's key: its state directory is another authority's");
        }
        this.place = quorum.keys().indexOf(HexFormat.of().formatHex(key.publicKey()));
        List<URI> sources = network.map(NetworkFile::sources).orElse(List.of());
        for (int i = 0; i < sources.size(); i++) {
            if (i != place) {
                AuthorityClient other = new AuthorityClient(sources.get(i), PATIENCE);
                others.add(other);
                byPlace.put(i, other);
            }
        }
    }

    Quorum quorum() {
        return quorum;
    }

    boolean alone() {
        return quorum.keys().size() == 1;
    }

    /** Of this authority in the network file. */
    int place() {
        return place;
    }

    /** How many turns this authority comes after the one whose turn it is: 0 at its own. */
    int turnsAfter(long turn) {
        return (int) Math.floorMod(place - turn, (long) quorum.keys().size());
    }

    /**
     * Of the nodes that this authority would list those that enough others would list too, since nobody signs for an address
     * that was not proven to him. Where others differ, those count that leave the most, and rather those that signed last
     * time: who lists few, or signs nothing, changes no map by it. Their capacities and places are those that the same others sign.
     *
     * @param placed where this authority found nodes
     * @param last what the newest signed map says
     */
    List<MapNode> agreed(List<MapNode> own, Placed placed, Said last) {
        Map<AuthorityClient, Proven> answers = new LinkedHashMap<>();
        for (AuthorityClient other : others) {
            try {
                answers.put(
                        other,
                        Proven.parse(
                                other.fetch("/v1/proven", "", Proven.MAX_BYTES).orElse(new byte[0])));
            } catch (Port17Exception e) {
                LOG.debug("an authority does not say what is proven to it", e);
            }
        }
        List<AuthorityClient> best = answers.keySet().stream()
                .sorted(Comparator.comparing((AuthorityClient other) -> unwilling.contains(other))
                        .thenComparing(other -> -answers.get(other).of(own)))
                .limit(quorum.needed() - 1L)
                .toList();
        List<Opinion> opinions = best.stream().map(CoSigners::opinion).toList();
        return own.stream()
                .filter(node ->
                        best.stream().allMatch(other -> answers.get(other).holds(node.record())))
                .map(node -> agreed(node, placed.of(node), opinions, last))
                .toList();
    }

    /** What another authority measured. */
    private record Opinion(Map<NodeId, Long> rates, Map<NodeId, Whereabouts.Finding> places) {}

    private static MapNode agreed(MapNode node, Optional<Whereabouts.Finding> mine, List<Opinion> others, Said last) {
        NodeId id = node.record().id();
        List<Long> rates =
                others.stream().map(other -> other.rates().getOrDefault(id, 0L)).toList();
        List<Optional<Whereabouts.Finding>> places = others.stream()
                .map(other -> Optional.ofNullable(other.places().get(id)))
                .toList();
        return node.carrying(AgreedCapacity.propose(node.capacity(), rates, last.capacity(id)))
                .at(AgreedPlace.propose(mine, places, last.place(id)));
    }

    private static Opinion opinion(AuthorityClient other) {
        return new Opinion(
                answer(other, "/v1/measured", Measured.MAX_BYTES, Measured::parse),
                answer(other, "/v1/placed", Placed.MAX_BYTES, Placed::parse));
    }

    private interface Parser<T> {
        Map<NodeId, T> parse(byte[] bytes) throws Port17Exception;
    }

    private static <T> Map<NodeId, T> answer(AuthorityClient other, String path, int most, Parser<T> parser) {
        try {
            return parser.parse(other.fetch(path, "", most).orElse(new byte[0]));
        } catch (Port17Exception e) {
            LOG.debug("an authority does not say what it measured", e);
            return Map.of();
        }
    }

    /** The head with enough signatures; nothing if too few of the others gave theirs. */
    Optional<MapHead> sign(HeadStatement statement, Edition unsigned, byte[] prekeys) throws Port17Exception {
        byte[] message = statement.message();
        List<Quorum.Endorsement> endorsements = new ArrayList<>();
        endorsements.add(Quorum.Endorsement.by(key, Signatures.MAP, message));
        byte[] proposal =
                alone() ? new byte[0] : Proposal.write(MapHead.write(statement, endorsements), unsigned, prekeys);
        for (AuthorityClient other : others) {
            try {
                byte[] answer = other.ask("/v1/cosign", proposal, Signatures.KEY_BYTES + Signatures.BYTES);
                Quorum.Endorsement given = endorsement(answer);
                if (quorum.signers(Signatures.MAP, message, List.of(given)) == 1) {
                    endorsements.add(given);
                    unwilling.remove(other);
                }
            } catch (Port17Exception e) {
                unwilling.add(other);
                LOG.warn("an authority does not sign map {}: {}", statement.epoch(), e.getMessage());
            }
        }
        return quorum.signers(Signatures.MAP, message, endorsements) < quorum.needed()
                ? Optional.empty()
                : Optional.of(MapHead.of(statement, endorsements, quorum));
    }

    private static Quorum.Endorsement endorsement(byte[] answer) {
        byte[] whole = Arrays.copyOf(answer, Signatures.KEY_BYTES + Signatures.BYTES);
        return new Quorum.Endorsement(
                Arrays.copyOf(whole, Signatures.KEY_BYTES),
                Arrays.copyOfRange(whole, Signatures.KEY_BYTES, whole.length));
    }

    /** The others, the one at that place first. */
    List<AuthorityClient> from(int first) {
        List<AuthorityClient> sources = new ArrayList<>(others);
        if (byPlace.containsKey(first)) {
            sources.remove(byPlace.get(first));
            sources.add(0, byPlace.get(first));
        }
        return sources;
    }

    /** Tells the others of the signed map; they fetch what they lack of it. One that does not answer takes the next. */
    void spread(MapHead signed) {
        for (AuthorityClient other : others) {
            try {
                other.post("/v1/signed", signed.bytes());
            } catch (Port17Exception e) {
                LOG.debug("an authority did not take a signed map", e);
            }
        }
    }

    Quorum.Endorsement endorse(byte[] message) {
        return Quorum.Endorsement.by(key, Signatures.MAP, message);
    }

    @Override
    public void close() {
        others.forEach(AuthorityClient::close);
    }
}
