package org.port17.netmap;

import java.util.List;
import java.util.Optional;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * What a map was verified from, for whoever hands it on: what its head commits to, and nothing else.
 *
 * @param records those at hand, in the order of the columns' rows
 * @param prekeys the set that the head names, in its order; empty if it is not at hand
 */
public record MapPieces(
        MapHead head, Columns columns, List<SignedNode> records, Optional<List<SignedPrekey>> prekeys) {}
