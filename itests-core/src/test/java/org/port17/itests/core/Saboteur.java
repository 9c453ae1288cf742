package org.port17.itests.core;

import java.util.Optional;
import java.util.OptionalDouble;
import org.port17.api.Endpoint;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.cell.Frame;
import org.port17.cell.FramePool;
import org.port17.link.Lane;
import org.port17.link.LaneAcceptor;
import org.port17.link.LaneEvents;
import org.port17.link.Link;
import org.port17.link.Links;

/** A node's links in the hands of a bad owner: honest until told to alter a cell between its own layer and the wire. */
final class Saboteur implements Links {
    private final Links honest;
    private int flip = -1;

    /** Cells that this node sent on, in both directions. */
    int sent;

    Saboteur(Links honest) {
        this.honest = honest;
    }

    /** Alters one bit of the next cell that this node sends. */
    void alterNext(int position) {
        flip = position;
    }

    boolean isDone() {
        return flip < 0;
    }

    private Lane hold(Lane lane) {
        return new Lane() {
            @Override
            public Link link() {
                return lane.link();
            }

            @Override
            public int circuit() {
                return lane.circuit();
            }

            @Override
            public void build(byte[] blob) {
                lane.build(blob);
            }

            @Override
            public void send(Frame frame) {
                if (flip >= 0) {
                    frame.array()[frame.offset() + flip % frame.cellClass().size()] ^= 0x10;
                    flip = -1;
                }
                sent++;
                lane.send(frame);
            }

            @Override
            public int queued() {
                return lane.queued();
            }

            @Override
            public void destroy() {
                lane.destroy();
            }
        };
    }

    @Override
    public Loop loop() {
        return honest.loop();
    }

    @Override
    public FramePool frames() {
        return honest.frames();
    }

    @Override
    public Link to(Node node) throws Port17Exception {
        Link link = honest.to(node);
        return new Link() {
            @Override
            public long id() {
                return link.id();
            }

            @Override
            public Optional<NodeId> peer() {
                return link.peer();
            }

            @Override
            public double rttMillis() {
                return link.rttMillis();
            }

            @Override
            public Lane open(LaneEvents events) throws Port17Exception {
                return hold(link.open(events));
            }
        };
    }

    @Override
    public boolean linked(NodeId node) {
        return honest.linked(node);
    }

    @Override
    public OptionalDouble rttMillis(NodeId node) {
        return honest.rttMillis(node);
    }

    @Override
    public Listening listen(Iterable<Endpoint> endpoints, LaneAcceptor acceptor) throws Port17Exception {
        return honest.listen(endpoints, (lane, blob) -> acceptor.accept(hold(lane), blob));
    }
}
