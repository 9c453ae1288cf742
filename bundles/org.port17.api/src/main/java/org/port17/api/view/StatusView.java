package org.port17.api.view;

import java.util.List;

/**
 * One part's own account of itself.
 *
 * @param part what it is in one word: {@code socks}, {@code http}, {@code relay}, {@code authority}
 * @param ready whether it does its job now; a node is ready when all its parts are
 * @param waiting what it waits for, as words that follow "waiting for"; empty when ready
 * @param listeners where it really listens, {@code part:host:port} with the port in use, for the operator
 */
public record StatusView(String part, boolean ready, String waiting, List<String> listeners) {
    public StatusView {
        listeners = List.copyOf(listeners);
    }
}
