package org.port17.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.port17.api.NodeId;

/** The links of this process that are not dead, and who takes circuits that peers build. */
final class LinkTable {
    private final Map<Long, LinkSession> all = new LinkedHashMap<>();
    private final Map<NodeId, DialledLink> dialled = new HashMap<>();
    private final Map<NodeId, AcceptedLink> acceptedNodes = new HashMap<>();
    private final Map<LinkKey, AcceptedLink> accepted = new HashMap<>();
    private final List<LaneAcceptor> acceptors = new ArrayList<>();
    private final Predicate<NodeId> listed;
    private long ids;
    private Runnable onChange = () -> {};

    /** @param listed whether the map has a node */
    LinkTable(Predicate<NodeId> listed) {
        this.listed = listed;
    }

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

    /**
     * Whether the link is the one that a node of the map and this process share. A name alone is none: anybody makes a
     * key and signs with it, and a node's second link is one too many.
     */
    boolean isNeighbour(LinkSession link) {
        return link.peer()
                .filter(listed)
                .filter(peer -> dialled.get(peer) == link || acceptedNodes.get(peer) == link)
                .isPresent();
    }

    /** The stranger's link that has been without circuits longest, and longer than {@code spared}; or null. */
    AcceptedLink idlest(Duration spared) {
        AcceptedLink idlest = null;
        Duration longest = spared;
        for (AcceptedLink link : accepted.values()) {
            if (!isNeighbour(link) && link.circuits().idle().compareTo(longest) > 0) {
                idlest = link;
                longest = link.circuits().idle();
            }
        }
        return idlest;
    }

    int acceptedCount() {
        return accepted.size();
    }

    /** The link that holds most bytes of cells: a stranger's if any of them holds one, else a neighbour's; or null. */
    LinkSession fullest() {
        LinkSession fullest = null;
        for (LinkSession link : all.values()) {
            boolean holds = link.circuits().held() > 0;
            if (holds && (fullest == null || worse(link, fullest))) {
                fullest = link;
            }
        }
        return fullest;
    }

    private boolean worse(LinkSession one, LinkSession other) {
        boolean shared = isNeighbour(other);
        if (isNeighbour(one) != shared) {
            return shared;
        }
        return one.circuits().held() > other.circuits().held();
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
