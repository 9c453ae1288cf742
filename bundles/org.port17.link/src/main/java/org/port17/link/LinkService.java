package org.port17.link;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Endpoint;
import org.port17.api.ErrorKind;
import org.port17.api.Loop;
import org.port17.api.Node;
import org.port17.api.NodeId;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;
import org.port17.api.view.Inspection;
import org.port17.api.view.LinkView;
import org.port17.cell.FramePool;
import org.port17.netmap.NetMap;
import org.port17.node.ThisNode;
import org.port17.plugins.Plugins;
import org.port17.ratchet.RatchetState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links of this process. Opens nothing by itself: links come by {@link #to} and {@link #listen}. */
@Component(
        name = "org.port17.link",
        configurationPid = "org.port17.link",
        service = {Links.class, Inspection.class})
@Designate(ocd = LinkConfiguration.class)
public final class LinkService implements Links, Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(LinkService.class);
    private static final long LAST_WORDS_MILLIS = 1000;
    private final LinkContext context;
    private final Reach reach;
    private final Doorkeeper keeper;
    private final List<Doors> doors = new ArrayList<>();
    private final Drains drains;
    private final AutoCloseable listening;
    private final AutoCloseable watching;
    private boolean closed;

    /**
     * @param self absent in a plain client, which then cannot accept links
     * @throws Port17Exception CONFIG
     */
    @Activate
    public LinkService(
            @Reference Loop loop,
            @Reference Plugins plugins,
            @Reference NetMap netMap,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    ThisNode self,
            LinkConfiguration configuration)
            throws Port17Exception {
        this(new LinkContext(loop, plugins, netMap, self, LinkSettings.of(configuration)));
    }

    LinkService(LinkContext context) {
        this.context = context;
        this.reach = new Reach(context);
        this.keeper = new Doorkeeper(context);
        this.drains = new Drains(context, doors);
        this.listening = context.plugins().onChange(drains);
        this.watching = context.netMap().onChange(map -> context.loop().execute(drains::mapChanged));
    }

    /** Says goodbye on every link. Waits a moment for the loop to do so. */
    @Deactivate
    void stop() {
        try {
            listening.close();
            watching.close();
        } catch (Exception e) {
            LOG.warn("still subscribed to changes of plugins or the map", e);
        }
        if (context.loop().inLoop()) {
            closeAll();
            return;
        }
        CountDownLatch done = new CountDownLatch(1);
        context.loop().execute(() -> {
            closeAll();
            done.countDown();
        });
        try {
            if (!done.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("the loop is too busy to say goodbye to neighbours");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        closed = true;
        List.copyOf(doors).forEach(Doors::close);
        context.links().all().forEach(LinkSession::goodbye);
        drains.end();
    }

    @Override
    public Loop loop() {
        return context.loop();
    }

    @Override
    public FramePool frames() {
        return context.frames();
    }

    @Override
    public Link to(Node node) throws Port17Exception {
        if (closed) {
            throw new Port17Exception(ErrorKind.CLOSED, Retry.LATER, "links are shutting down");
        }
        LinkSession present = context.links().to(node.id());
        if (present != null) {
            present.circuits().touch();
            return present;
        }
        DialledLink link = new DialledLink(context, reach, node);
        link.start();
        return link;
    }

    @Override
    public boolean linked(NodeId node) {
        LinkSession link = context.links().to(node);
        return link != null && link.isUp();
    }

    @Override
    public OptionalDouble rttMillis(NodeId node) {
        LinkSession link = context.links().to(node);
        return link != null && link.isUp() && link.rttMillis() >= 0
                ? OptionalDouble.of(link.rttMillis())
                : OptionalDouble.empty();
    }

    @Override
    public Listening listen(Iterable<Endpoint> endpoints, LaneAcceptor acceptor) throws Port17Exception {
        if (context.self() == null) {
            throw new Port17Exception(ErrorKind.UNSUPPORTED, "only a node with an identity accepts links");
        }
        doors.removeIf(Doors::isClosed);
        Doors opened = new Doors(context, keeper, acceptor);
        opened.open(endpoints);
        doors.add(opened);
        return opened;
    }

    @Override
    public CompletionStage<List<LinkView>> links() {
        CompletableFuture<List<LinkView>> answer = new CompletableFuture<>();
        context.loop()
                .execute(() -> answer.complete(
                        context.links().all().stream().map(this::view).toList()));
        return answer;
    }

    private LinkView view(LinkSession link) {
        String peer = link.peer()
                .map(id -> context.netMap().current().node(id).map(Node::name).orElse(id.brief()))
                .orElse("client");
        Wire wire = link.wire();
        RatchetState ratchet = link.ratchet();
        return new LinkView(
                link.id(),
                peer,
                wire == null ? "" : wire.transport().traits().scheme(),
                link.dialled(),
                link.state().name().toLowerCase(java.util.Locale.ROOT),
                ratchet == null ? "" : ratchet.suite(),
                link.circuits().size(),
                link.bytesIn(),
                link.outbox().bytesOut(),
                link.reconnects(),
                link.outbox().queued(),
                ratchet == null ? 0 : ratchet.epoch(),
                ratchet == null ? 0 : ratchet.phase(),
                ratchet == null ? 0 : ratchet.bytesUnderKey());
    }
}
