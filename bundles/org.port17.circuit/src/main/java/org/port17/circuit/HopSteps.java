package org.port17.circuit;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.onion.ClientLayers;
import org.port17.ratchet.DoubleRatchet;
import org.port17.ratchet.EpochAge;
import org.port17.ratchet.SuiteNotice;
import org.port17.ratchet.TrafficClock;
import org.port17.spi.suite.CipherSuite;

/**
 * Takes every hop of a circuit from epoch to epoch, and from suite to suite: when an epoch is old or has protected much,
 * and when another suite is wanted. Nothing waits for a step: cells go on under the old epoch until the hop has answered.
 * On the loop.
 */
final class HopSteps {
    /** A hop that says so often between two steps what it permits only wastes our time. */
    private static final int NOTICES = 8;

    /** Steps that a hop may ask for between two that are due by themselves: each costs a key agreement. */
    private static final int ON_REQUEST = 16;

    private final ClientLayers layers;
    private final List<Node> nodes;
    private final SuiteChoice choice;
    private final Sender sender;
    private final SecureRandom random;
    private final TrafficClock clock = new TrafficClock();
    private final EpochAge[] ages;
    private final List<Integer>[] told;
    private final int[] notices;
    private final boolean[] stepped;
    private final boolean[] asked;
    private final boolean[] owing;
    private final int[] onRequest;
    private int created;
    private boolean begun;

    /** How messages leave. */
    interface Sender {
        void offer(int hop, byte[] offer);

        /** A hop's step waits for a cell that carries its switch. */
        void switchDue();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    HopSteps(ClientLayers layers, List<Node> nodes, SuiteChoice choice, Sender sender, SecureRandom random) {
        this.layers = layers;
        this.nodes = nodes;
        this.choice = choice;
        this.sender = sender;
        this.random = random;
        int n = layers.length();
        this.ages = new EpochAge[n];
        Arrays.setAll(ages, i -> new EpochAge(layers.hop(i)));
        this.told = new List[n];
        this.notices = new int[n];
        this.stepped = new boolean[n];
        this.asked = new boolean[n];
        this.owing = new boolean[n];
        this.onRequest = new int[n];
    }

    /** Offers every hop the first step; their answers are the CREATED of this circuit. */
    void begin() throws Port17Exception {
        if (begun) {
            return;
        }
        begun = true;
        for (int hop = 0; hop < layers.length(); hop++) {
            step(hop);
        }
    }

    /** Has every hop offered something, so that each has something to answer. */
    void probe() throws Port17Exception {
        begin();
        for (int hop = 0; hop < layers.length(); hop++) {
            if (layers.hop(hop).mayOffer()) {
                step(hop);
            }
        }
    }

    /** Hops that answered at least once. */
    int created() {
        return created;
    }

    /** The first hop that has not answered its first offer; -1 if all have. */
    int silent() {
        for (int hop = 0; hop < stepped.length; hop++) {
            if (!stepped[hop]) {
                return hop;
            }
        }
        return -1;
    }

    /** The first hop that was offered a step and did not answer yet; -1 if there is none. */
    int owing() {
        for (int hop = 0; hop < owing.length; hop++) {
            if (owing[hop]) {
                return hop;
            }
        }
        return -1;
    }

    /** Whether all traffic of every hop is beyond epoch 0, in both directions. */
    boolean settled() {
        for (int hop = 0; hop < layers.length(); hop++) {
            if (layers.hop(hop).oldestEpoch() == 0) {
                return false;
            }
        }
        return true;
    }

    /** Cells passed just now; called often enough that no epoch protects all it may in between. */
    void traffic(long nanos) throws Port17Exception {
        if (clock.newSecond(nanos)) {
            for (EpochAge age : ages) {
                age.second();
            }
        }
        for (int hop = 0; hop < ages.length; hop++) {
            if (ages[hop].over()) {
                throw new Port17Exception(ErrorKind.CIRCUIT_BROKEN, "a hop did not step in time");
            }
            if (ages[hop].offerDue() && layers.hop(hop).mayOffer()) {
                onRequest[hop] = 0;
                if (begun) {
                    step(hop);
                } else {
                    begin();
                }
            }
        }
    }

    /**
     * Plugins or the map changed: every hop that should run under another suite steps into it; one that is in the middle
     * of a step does so after it.
     */
    void suitesChanged() throws Port17Exception {
        for (int hop = 0; hop < layers.length(); hop++) {
            if (begun) {
                reconsider(hop);
            } else if (isOther(hop)) {
                begin();
            }
        }
    }

    /** By object: a suite whose bundle was restarted is another object of the same number. */
    private boolean isOther(int hop) {
        return wanted(hop).filter(suite -> suite != layers.hop(hop).suite()).isPresent();
    }

    private void reconsider(int hop) throws Port17Exception {
        boolean other = isOther(hop);
        if ((other || asked[hop]) && layers.hop(hop).mayOffer()) {
            if (!other && ++onRequest[hop] > ON_REQUEST) {
                throw new Port17Exception(ErrorKind.PROTOCOL, "a hop asks for too many steps");
            }
            step(hop);
        }
    }

    /** Nothing is offered when nothing is wanted: a stranded hop keeps its epoch until the circuit ends. */
    private void step(int hop) throws Port17Exception {
        asked[hop] = false;
        Optional<CipherSuite> to = wanted(hop);
        if (to.isPresent()) {
            owing[hop] = true;
            sender.offer(hop, layers.hop(hop).offer(to.get(), random));
        }
    }

    private Optional<CipherSuite> wanted(int hop) {
        return choice.suite(nodes.get(hop).id(), told[hop]);
    }

    /** Whether a hop has no suite left that this client, the map and the hop all permit. */
    boolean stranded() {
        for (int hop = 0; hop < layers.length(); hop++) {
            if (wanted(hop).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    boolean uses(CipherSuite suite) {
        for (int hop = 0; hop < layers.length(); hop++) {
            if (layers.hop(hop).uses(suite)) {
                return true;
            }
        }
        return false;
    }

    /** The hop's ANSWER, which came in its last cell of the epoch. */
    void answered(int hop, byte[] answer) throws Port17Exception {
        DoubleRatchet ratchet = layers.hop(hop);
        CipherSuite before = ratchet.suite();
        ratchet.accept(answer);
        owing[hop] = false;
        ratchet.switchOpening();
        layers.switchNext(hop);
        notices[hop] = 0;
        if (!stepped[hop]) {
            stepped[hop] = true;
            created++;
        }
        if (created == layers.length() || ratchet.suite() != before) {
            sender.switchDue();
        }
    }

    /** Switches left with a cell: what could not be offered meanwhile is offered now. */
    void switched() throws Port17Exception {
        suitesChanged();
    }

    /** A hop says what it permits, and perhaps refuses an offer. */
    void notice(int hop, SuiteNotice notice) throws Port17Exception {
        if (++notices[hop] > NOTICES) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "a hop says too often which suites it permits");
        }
        told[hop] = notice.suites();
        if (notice.refused() != 0) {
            layers.hop(hop).refused(notice.refused());
            owing[hop] = false;
            // The first step must come about, in the suite of the BUILD if in no other.
            asked[hop] = !stepped[hop];
        } else {
            // Perhaps the same suite under a new object at the hop: only a step takes the hop off the old one.
            asked[hop] = true;
        }
        if (begun) {
            reconsider(hop);
        }
    }
}
