package org.port17.circuit;

import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.cell.BuildFailure;
import org.port17.cell.FramePool;
import org.port17.link.Lane;
import org.port17.link.LaneAcceptor;
import org.port17.link.Link;
import org.port17.link.Links;
import org.port17.testkit.TestLoop;

/** The link of a client to its entry, with one lane. */
abstract class OneEntry implements Links, Link, Lane {
    final TestLoop loop = new TestLoop();
    final FramePool frames = new FramePool();

    @Override
    public void refuse(BuildFailure why) {
        throw new AssertionError("a client refuses no BUILD");
    }

    @Override
    public Link link() {
        return this;
    }

    @Override
    public int circuit() {
        return 1;
    }

    @Override
    public int queued() {
        return 0;
    }

    @Override
    public void tellWhenEmpty() {}

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Optional<NodeId> peer() {
        return Optional.empty();
    }

    @Override
    public double rttMillis() {
        return -1;
    }

    @Override
    public boolean stands() {
        return true;
    }

    @Override
    public boolean busy() {
        return false;
    }

    @Override
    public boolean underWay() {
        return false;
    }

    @Override
    public TestLoop loop() {
        return loop;
    }

    @Override
    public FramePool frames() {
        return frames;
    }

    @Override
    public Link to(Node node) {
        return this;
    }

    @Override
    public boolean linked(NodeId node) {
        return true;
    }

    @Override
    public Listening listen(Iterable<Endpoint> endpoints, LaneAcceptor acceptor) {
        throw new UnsupportedOperationException("a client takes no circuits");
    }
}
