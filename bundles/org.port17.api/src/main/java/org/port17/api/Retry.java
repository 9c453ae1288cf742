package org.port17.api;

/** Whether trying again can help. */
public enum Retry {
    NEVER,
    NOW,
    LATER,
    /** At once, but over another node or route. */
    ELSEWHERE
}
