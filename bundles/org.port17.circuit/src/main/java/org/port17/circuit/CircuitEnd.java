package org.port17.circuit;

import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.cell.BuildFailure;

/**
 * How a circuit ends: who is blamed for it, and whether its streams fail, go elsewhere, or go on over the same route. On
 * the loop.
 */
final class CircuitEnd {
    private final ClientCircuit circuit;
    private final RoutePlanner.Plan plan;
    private final CircuitOwner owner;
    private final CircuitStreams streams;
    private final Runnable release;
    private boolean over;

    /** @param release lets go of the circuit's lane, keys and timers; called once */
    CircuitEnd(
            ClientCircuit circuit,
            RoutePlanner.Plan plan,
            CircuitOwner owner,
            CircuitStreams streams,
            Runnable release) {
        this.circuit = circuit;
        this.plan = plan;
        this.owner = owner;
        this.streams = streams;
        this.release = release;
    }

    boolean isOver() {
        return over;
    }

    /** This end has a reason to end it; nobody is blamed. */
    void close(Port17Exception reason) {
        end(reason, false);
    }

    /**
     * The lane to the entry ended.
     *
     * @param heard whether anything ever came back on the circuit
     */
    void destroyed(Port17Exception reason, boolean heard) {
        boolean untouched = !heard && reason.kind() == ErrorKind.NODE_UNREACHABLE;
        if (untouched) {
            owner.shun(node(0));
        }
        end(reason, untouched);
    }

    /** The entry did not take the BUILD. */
    void buildFailed(BuildFailure why, boolean heard) {
        if (heard) {
            destroyed(new Port17Exception(ErrorKind.CIRCUIT_BROKEN, "the entry took a BUILD and then did not"), true);
        } else if (!over) {
            untaken(0, why);
        }
    }

    /**
     * A hop says that the next one did not take the BUILD, or is lost.
     *
     * @param created how many hops have answered
     */
    void extendFailed(int hop, BuildFailure why, int created) throws Port17Exception {
        mustHaveNext(hop);
        if (created > hop + 1) {
            blame(hop + 1);
            end(unreachable(why), true);
        } else {
            untaken(hop + 1, why);
        }
    }

    /** @throws Port17Exception PROTOCOL if the hop is the last one */
    void mustHaveNext(int hop) throws Port17Exception {
        if (hop + 1 >= plan.hops().size()) {
            throw new Port17Exception(ErrorKind.PROTOCOL, "the last hop has no next node");
        }
    }

    /** The BUILD went no further than to this hop. */
    private void untaken(int hop, BuildFailure why) {
        Optional<RoutePlanner.Plan> again = owner.again(plan, hop, why);
        if (again.isEmpty()) {
            end(unreachable(why), true);
            return;
        }
        letGo();
        List<ClientStream> whole = streams.leave(ClientStream::whole, ClientStream::whole, ErrorKind.CIRCUIT_BROKEN);
        owner.rebuild(circuit, again.get(), whole);
        owner.stepped();
    }

    private static Port17Exception unreachable(BuildFailure why) {
        return new Port17Exception(why.kind(), "a node of the route could not be reached");
    }

    /**
     * A hop does not answer its first offer, or one before it keeps its messages.
     *
     * @param since when that was
     */
    void silent(int hop, long since) {
        owner.silent(plan, hop, since);
        close(new Port17Exception(ErrorKind.TIMEOUT, "a hop did not make its first ratchet step"));
    }

    /** The hop before it, which there is, says that it cannot be reached. */
    void blame(int hop) {
        owner.failed(node(hop - 1), node(hop));
    }

    private Node node(int hop) {
        return plan.route().nodes().get(hop);
    }

    private void end(Port17Exception reason, boolean again) {
        if (over) {
            return;
        }
        letGo();
        boolean closing = reason.kind() == ErrorKind.CLOSED;
        List<ClientStream> unsent = streams.leave(
                stream -> again && stream.repeatable(),
                stream -> !closing && stream.repeatable(), // what was held back never left
                closing ? ErrorKind.CLOSED : ErrorKind.CIRCUIT_BROKEN);
        owner.ended(circuit, reason, unsent);
        owner.stepped();
    }

    private void letGo() {
        over = true;
        release.run();
    }
}
