package org.port17.node;

import java.util.List;
import org.port17.api.Endpoint;

/** What a node tells the network about itself, apart from its fixed identity. */
public record Announcement(List<Endpoint> endpoints, boolean exit) {
    public Announcement {
        endpoints = List.copyOf(endpoints);
    }
}
