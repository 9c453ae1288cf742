package org.port17.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.Endpoint;
import org.port17.api.Port17Exception;
import org.port17.spi.transport.Listener;
import org.port17.spi.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Endpoints to listen on. Those whose transport is missing open when it comes, and close before it goes. */
final class Doors implements Links.Listening {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
    private final LinkContext context;
    private final Doorkeeper keeper;
    private final LaneAcceptor acceptor;
    private final List<Door> doors = new ArrayList<>();
    private boolean closed;

    Doors(LinkContext context, Doorkeeper keeper, LaneAcceptor acceptor) {
        this.context = context;
        this.keeper = keeper;
        this.acceptor = acceptor;
    }

    /** All that can open opens, or nothing does. */
    void open(Iterable<Endpoint> endpoints) throws Port17Exception {
        for (Endpoint endpoint : endpoints) {
            doors.add(new Door(endpoint));
        }
        try {
            for (Door door : doors) {
                door.open();
            }
        } catch (Port17Exception e) {
            shut();
            throw e;
        }
        context.links().addAcceptor(acceptor);
    }

    /** Transports came or went. */
    void pluginsChanged() {
        for (Door door : doors) {
            try {
                door.open();
            } catch (Port17Exception e) {
                LOG.warn("cannot listen again on {}: {}", door.endpoint.text(), e.getMessage());
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public List<Endpoint> endpoints() {
        return doors.stream()
                .filter(door -> door.listener != null)
                .map(door -> door.endpoint)
                .toList();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.links().removeAcceptor(acceptor);
            shut();
        }
    }

    private void shut() {
        doors.forEach(Door::shut);
    }

    private final class Door {
        private Endpoint endpoint;
        private Transport transport;
        private Listener listener;

        Door(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        void open() throws Port17Exception {
            if (closed) {
                return;
            }
            Optional<Transport> present = context.plugins().transport(endpoint.scheme());
            if (listener != null) {
                if (present.isPresent() && present.get() == transport) {
                    return;
                }
                shut(); // its transport goes, or is already another one
            }
            if (present.isEmpty()) {
                LOG.info("not listening on {} yet: its transport is not installed", endpoint.text());
                return;
            }
            Listener opened = present.get().listen(endpoint, keeper.acceptor(present.get()));
            transport = present.get();
            listener = opened;
            endpoint = opened.endpoint(); // a port once chosen stays, also when the transport is replaced
        }

        void shut() {
            if (listener != null) {
                listener.close();
                listener = null;
                transport = null;
            }
        }
    }
}
