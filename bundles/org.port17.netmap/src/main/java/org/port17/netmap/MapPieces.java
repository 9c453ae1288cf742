package org.port17.netmap;

import java.util.List;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.SignedNode;
import org.port17.netmap.format.SignedPrekey;

/**
 * What a map was verified from, for whoever hands it on.
 *
 * @param records those at hand, in the order of the columns' rows
 * @param prekeys those at hand whose use is not over, in an order that depends on nothing but which they are
 */
public record MapPieces(MapHead head, Columns columns, List<SignedNode> records, List<SignedPrekey> prekeys) {}
