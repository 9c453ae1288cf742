package org.port17.authority;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.Quorum;
import org.port17.netmap.format.Signatures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other authorities send: maps to sign, and maps that enough signed. For the door's threads. */
final class FromOthers {
    private static final Logger LOG = LoggerFactory.getLogger(FromOthers.class);
    private final MapIssuer issuer;
    private final CoSigners signers;
    private final Registry registry;
    private final SecondOpinion opinion;
    private final InstantSource clock;
    private final Intake intake;
    private final Delivery delivery;
    private final LongAdder strangers = new LongAdder();

    /** What this authority signed last of others: it need not be fetched again when enough others signed it too. */
    private volatile Optional<Proposal> cosigned = Optional.empty();

    FromOthers(MapIssuer issuer, CoSigners signers, Registry registry, SecondOpinion opinion, InstantSource clock) {
        this.issuer = issuer;
        this.signers = signers;
        this.registry = registry;
        this.opinion = opinion;
        this.clock = clock;
        this.intake = new Intake(signers.quorum());
        this.delivery = new Delivery(issuer.history());
    }

    /** How many maps that nobody of the network signed were not looked at since this was asked last. */
    long strangers() {
        return strangers.sumThenReset();
    }

    /**
     * Signs what another authority proposes.
     *
     * @return key and signature
     * @throws Port17Exception REPLAYED if this authority signed a map of that number or a later one; PROTOCOL, BAD_INPUT or
     *     TAMPERED if it does not agree
     */
    byte[] cosign(InputStream body) throws IOException, Port17Exception {
        AtomicBoolean known = new AtomicBoolean();
        try {
            return intake.proposed(
                    body,
                    head -> {
                        int place = proposer(head);
                        known.set(true);
                        opinion.head(head.statement(), issuer.founded(), clock.millis());
                        issuer.numbers().check(head.statement().epoch(), issuer.newest());
                        return place;
                    },
                    this::cosigned);
        } catch (Port17Exception e) {
            if (known.get()) {
                LOG.warn("{}", e.getMessage());
            } else {
                strangers.increment();
            }
            throw e;
        }
    }

    /** Whose number it is must have signed; more signatures than too few mean that it was signed already. */
    private int proposer(MapHead head) throws Port17Exception {
        Quorum quorum = signers.quorum();
        int place = issuer.numbers().owner(head.statement().epoch());
        if (!head.by(quorum).contains(quorum.keys().get(place)) || head.signers() >= quorum.needed()) {
            throw new Port17Exception(
                    ErrorKind.TAMPERED,
                    "the proposed map is not signed by the authority of this network whose number it has");
        }
        return place;
    }

    private byte[] cosigned(Proposal proposal) throws Port17Exception {
        Served served = issuer.served();
        opinion.check(
                proposal, served.nodes(), Said.by(issuer.history().newest()), ProposedPrekeys.among(served.prekeys()));
        HeadStatement statement = proposal.head().statement();
        try {
            issuer.numbers().take(statement.epoch(), issuer.newest());
        } catch (IOException e) {
            throw new Port17Exception(
                    ErrorKind.OVERLOADED, Retry.LATER, "the authority's state directory cannot be written to", e);
        }
        cosigned = Optional.of(proposal);
        Quorum.Endorsement given = signers.endorse(statement.message());
        byte[] answer = Arrays.copyOf(given.key(), Signatures.KEY_BYTES + Signatures.BYTES);
        System.arraycopy(given.signature(), 0, answer, Signatures.KEY_BYTES, Signatures.BYTES);
        return answer;
    }

    /**
     * Takes a map that enough authorities signed. Of it the head comes, from anybody; the rest is asked of authorities.
     *
     * @param bytes the head
     * @param away called before authorities are asked, which the caller has to wait for
     */
    void signed(byte[] bytes, Runnable away) throws Port17Exception {
        intake.signed(bytes, this::worthTaking, head -> {
            Optional<Proposal> known = cosigned.filter(own -> own.head().agrees(head));
            Proposal map = known.isPresent() ? known.get().signed(head) : fetched(head, away);
            if (!issuer.add(map.issued())) {
                throw new Port17Exception(ErrorKind.REPLAYED, "a newer map is held");
            }
            cosigned = cosigned.filter(
                    own -> own.head().statement().epoch() > head.statement().epoch());
            for (int row = 0; row < map.records().size(); row++) {
                registry.learn(map.records().get(row), 1_000 * map.firstSeen(row));
            }
        });
    }

    private Proposal fetched(MapHead head, Runnable away) throws Port17Exception {
        away.run();
        return delivery.of(
                head, signers.from(issuer.numbers().owner(head.statement().epoch())));
    }

    /** @return the place of the authority whose number it has */
    private int worthTaking(MapHead head) throws Port17Exception {
        Quorum quorum = signers.quorum();
        if (head.signers() < quorum.needed()) {
            strangers.increment();
            throw new Port17Exception(ErrorKind.TAMPERED, "the map is not signed by enough authorities");
        }
        if (head.statement().created() > clock.millis() + SecondOpinion.SKEW_MILLIS) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, "the map is dated ahead");
        }
        if (issuer.history()
                .newest()
                .filter(m -> m.epoch() >= head.statement().epoch())
                .isPresent()) {
            throw new Port17Exception(ErrorKind.REPLAYED, "a newer map is held");
        }
        return issuer.numbers().owner(head.statement().epoch());
    }
}
