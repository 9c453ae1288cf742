package org.port17.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.port17.api.NodeId;

/** The links of this process that are not dead, and who takes circuits that peers build. */
final class LinkTable {
    private final Map<Long, LinkSession> all = new LinkedHashMap<>();
    private final Map<NodeId, DialledLink> dialled = new HashMap<>();
    private final Map<NodeId, AcceptedLink> acceptedNodes = new HashMap<>();
    private final Map<LinkKey, AcceptedLink> accepted = new HashMap<>();
    private final List<LaneAcceptor> acceptors = new ArrayList<>();
    private long ids;
    private Runnable onChange = () -> {};

    long nextId() {
        return ++ids;
    }

    /** Called after each change of a link's connection. */
    void onChange(Runnable hook) {
        onChange = hook;
    }

    void changed() {
        onChange.run();
    }

    void add(DialledLink link, NodeId peer) {
        all.put(link.id(), link);
        dialled.put(peer, link);
    }

    void add(AcceptedLink link) {
        all.put(link.id(), link);
        accepted.put(link.key(), link);
        link.peer().ifPresent(peer -> acceptedNodes.put(peer, link));
    }

    void remove(LinkSession link) {
        all.remove(link.id());
        link.peer().ifPresent(peer -> {
            dialled.remove(peer, link);
            acceptedNodes.remove(peer, link);
        });
        if (link instanceof AcceptedLink was) {
            accepted.remove(was.key(), was);
        }
    }

    /** The link to use for a node: one dialled from here first, else one that the node dialled. */
    LinkSession to(NodeId node) {
        DialledLink own = dialled.get(node);
        if (own != null) {
            return own;
        }
        AcceptedLink other = acceptedNodes.get(node);
        return other != null && other.isUp() ? other : null;
    }

    AcceptedLink accepted(LinkKey key) {
        return accepted.get(key);
    }

    /** The nameless peer's link that has been without circuits longest, and longer than {@code spared}; or null. */
    AcceptedLink idlest(Duration spared) {
        AcceptedLink idlest = null;
        Duration longest = spared;
        for (AcceptedLink link : accepted.values()) {
            if (link.peer().isEmpty() && link.circuits().idle().compareTo(longest) > 0) {
                idlest = link;
                longest = link.circuits().idle();
            }
        }
        return idlest;
    }

    int acceptedCount() {
        return accepted.size();
    }

    /** The link that holds most bytes of cells: a nameless peer's if any of them holds one, else a node's; or null. */
    LinkSession fullest() {
        LinkSession fullest = null;
        for (LinkSession link : all.values()) {
            boolean holds = link.outbox().held() > 0;
            if (holds && (fullest == null || worse(link, fullest))) {
                fullest = link;
            }
        }
        return fullest;
    }

    private static boolean worse(LinkSession one, LinkSession other) {
        if (one.peer().isPresent() != other.peer().isPresent()) {
            return other.peer().isPresent();
        }
        return one.outbox().held() > other.outbox().held();
    }

    List<LinkSession> all() {
        return new ArrayList<>(all.values());
    }

    void addAcceptor(LaneAcceptor acceptor) {
        acceptors.add(acceptor);
    }

    void removeAcceptor(LaneAcceptor acceptor) {
        acceptors.remove(acceptor);
    }

    /** Who takes circuits now, or null if nobody does. */
    LaneAcceptor acceptor() {
        return acceptors.isEmpty() ? null : acceptors.get(0);
    }
}
