package org.port17.route.kit;

/** What load makes a cell cost, in ms. It moves the order of nearness, never a node's share of a choice. */
public interface LoadPrices {
    LoadPrices NONE = cell -> 0;

    /** @param cell {@link Geo#cell}; {@link Geo#CELLS} is nowhere */
    double millis(int cell);
}
