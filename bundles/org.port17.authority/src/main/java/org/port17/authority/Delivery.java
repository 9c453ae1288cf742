package org.port17.authority;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.mirror.door.Edition;
import org.port17.mirror.door.History;
import org.port17.netmap.column.Cells;
import org.port17.netmap.column.Columns;
import org.port17.netmap.format.HeadStatement;
import org.port17.netmap.format.MapHead;
import org.port17.netmap.format.PrekeySet;
import org.port17.netmap.format.RecordBundle;
import org.port17.netmap.http.AuthorityClient;

/** Fetches what a signed head names from an authority that has it, but for what is at hand. Blocks; for the door's threads. */
final class Delivery {
    private final History history;

    Delivery(History history) {
        this.history = history;
    }

    /**
     * @param sources in the order in which they are asked
     * @throws Port17Exception what the last of them failed with
     */
    Proposal of(MapHead head, List<AuthorityClient> sources) throws Port17Exception {
        Port17Exception last =
                new Port17Exception(ErrorKind.NODE_UNREACHABLE, Retry.LATER, "no other authority is there");
        for (AuthorityClient source : sources) {
            try {
                return of(head, source);
            } catch (Port17Exception e) {
                if (e.kind() == ErrorKind.CLOSED) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    private Proposal of(MapHead head, AuthorityClient from) throws Port17Exception {
        HeadStatement said = head.statement();
        Optional<Edition> held = history.root(said.root()).map(map -> map.edition());
        Columns columns = held.isPresent()
                ? held.get().columns()
                : Columns.parse(fetch(from, "/v1/columns/" + said.root(), Columns.most(said.nodes())), said.nodes());
        Cells cells = new Cells(columns);
        List<byte[]> bundles = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            int most = RecordBundle.most(cells.rows(cell).length);
            bundles.add(
                    held.isPresent()
                            ? held.get().records(cell).orElseThrow()
                            : fetch(from, "/v1/records/" + said.root() + "/" + cell, most));
        }
        Optional<byte[]> set = history.prekeys(said.prekeys());
        byte[] prekeys = set.isPresent()
                ? set.get()
                : fetch(
                        from,
                        "/v1/prekeys/" + said.prekeys(),
                        PrekeySet.most(said.nodes(), said.suites().size()));
        return Proposal.of(head, columns, prekeys, bundles);
    }

    private static byte[] fetch(AuthorityClient from, String path, int most) throws Port17Exception {
        return from.fetch(path, "", most)
                .orElseThrow(() -> new Port17Exception(ErrorKind.PROTOCOL, "an authority sends a part of no map"));
    }
}
