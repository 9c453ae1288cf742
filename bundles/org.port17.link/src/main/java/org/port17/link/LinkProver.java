package org.port17.link;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.netmap.PrekeyRecord;
import org.port17.netmap.format.SignedPrekey;
import org.port17.plugins.Plugins;
import org.port17.spi.proof.AddressProver;
import org.port17.spi.suite.CipherSuite;
import org.port17.spi.suite.PrekeyUse;
import org.port17.spi.transport.Transport;

/**
 * Proves addresses by the handshake that every link begins with. Needs no map and no identity: an authority has neither. To
 * the node the one who asks looks like any client.
 */
@Component(name = "org.port17.link.prover", configurationPid = "org.port17.link", service = AddressProver.class)
public final class LinkProver implements AddressProver {
    private final LinkContext context;
    private final InstantSource clock;

    /** @throws Port17Exception CONFIG */
    @Activate
    public LinkProver(@Reference Loop loop, @Reference Plugins plugins, LinkConfiguration configuration)
            throws Port17Exception {
        this(new LinkContext(loop, plugins, null, null, LinkSettings.of(configuration)), InstantSource.system());
    }

    /** @param context without a map */
    LinkProver(LinkContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Void> prove(NodeId node, Endpoint endpoint, List<byte[]> prekeys, Duration within) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        context.loop().execute(() -> {
            try {
                Transport transport = context.plugins()
                        .transport(endpoint.scheme())
                        .orElseThrow(() -> new Port17Exception(
                                ErrorKind.UNSUPPORTED, Retry.LATER, "no transport for this address is installed"));
                Reach.Path path = new Reach.Path(transport, endpoint);
                new Proof(context, path, keys(node, prekeys), clock, answer).begin(within);
            } catch (Port17Exception e) {
                answer.completeExceptionally(e);
            } catch (RuntimeException e) {
                answer.completeExceptionally(
                        new Port17Exception(ErrorKind.INTERNAL, Retry.LATER, "an address could not be dialled", e));
            }
        });
        return answer;
    }

    private Reach.Keys keys(NodeId node, List<byte[]> signed) throws Port17Exception {
        List<PrekeyRecord> records = new ArrayList<>();
        for (byte[] bytes : signed) {
            PrekeyRecord record = SignedPrekey.parse(bytes).record();
            if (record.node().equals(node) && record.use() == PrekeyUse.LINK) {
                records.add(record);
            }
        }
        for (CipherSuite suite : context.plugins().suites()) {
            Optional<PrekeyRecord> record = records.stream()
                    .filter(r -> r.suite() == suite.traits().id() && Hello.fits(suite.traits()))
                    .findFirst();
            if (record.isPresent()) {
                return new Reach.Keys(suite, record.get());
            }
        }
        throw new Port17Exception(ErrorKind.NO_SUITE, Retry.LATER, "no prekey is of a suite that is installed here");
    }
}
