package org.port17.api.view;

/**
 * How far this process has played its code through against itself, behind its start.
 *
 * @param played suites that were played to their end, switches to and from them too
 * @param suites all that are there now and serve circuits
 */
public record RehearsalView(int played, int suites) {}
