package org.port17.circuit;

import java.util.List;
import java.util.Optional;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.api.StreamRequest;
import org.port17.cell.BuildFailure;
import org.port17.cell.Sighting;

/** Who holds the circuits. */
interface CircuitOwner extends SuiteChoice {
    /** The circuit ended. Streams that nothing was lost of may be opened anew. */
    void ended(ClientCircuit circuit, Port17Exception reason, List<ClientStream> unsent);

    void shun(Node node);

    /** A circuit moved a hop to another epoch, or ended. */
    void stepped();

    /**
     * The exit of a route said what it saw of a destination.
     *
     * @param waited nanoseconds from CONNECT to CONNECTED
     */
    void told(Node exit, StreamRequest request, Sighting sighting, long waited);

    /** How long hops take to answer. */
    AnswerTimes answerTimes();

    /** A route answered as a whole. */
    void proven(RoutePlanner.Plan plan);

    /**
     * Nothing is heard of a node of a route.
     *
     * @param since when it was asked what it did not answer
     */
    void silent(RoutePlanner.Plan plan, int hop, long since);

    /** The circuit answers no more and takes no new streams. These, of which nothing is lost, go elsewhere. */
    void stalled(ClientCircuit circuit, List<ClientStream> going);

    /** One node of a route said that it could not reach the next. */
    void failed(Node reporter, Node accused);

    /**
     * A node of a route did not take its part of the BUILD.
     *
     * @return how to build over the same route at once; empty if that is no use: who is to blame was accused
     */
    Optional<RoutePlanner.Plan> again(RoutePlanner.Plan plan, int hop, BuildFailure why);

    /** The circuit ended and another one over the same route takes these streams, of which nothing was lost. */
    void rebuild(ClientCircuit circuit, RoutePlanner.Plan plan, List<ClientStream> whole);
}
