package org.port17.netmap;

import java.util.List;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.SignedNode;

/**
 * What a map was verified from, for whoever hands it on: what its head commits to, and nothing else.
 *
 * @param records those at hand, in the order of the columns' rows
 */
public record MapPieces(MapHead head, Columns columns, List<SignedNode> records) {}
