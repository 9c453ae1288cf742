package org.port17.trust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.ErrorKind;
import org.port17.api.Node;
import org.port17.api.Port17Exception;
import org.port17.spi.trust.TrustBook;
import org.port17.spi.trust.TrustControl;
import org.port17.spi.trust.Trusted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps whom the user trusts. A damaged file trusts nobody and is left as it is, until the user mends or deletes it. */
@Component(
        name = TrustService.PID,
        configurationPid = TrustService.PID,
        immediate = true,
        service = {TrustBook.class, TrustControl.class})
@Designate(ocd = TrustConfig.class)
public final class TrustService implements TrustBook, TrustControl {
    static final String PID = "org.port17.trust";
    private static final Logger LOG = LoggerFactory.getLogger(TrustService.class);
    private final TrustFile file;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    /** @param byKey the same, for finding; a node's id and an owner's key are kept apart by their kind */
    private record State(List<Trusted> all, Map<String, Trusted> byKey) {
        static State of(List<Trusted> all) {
            Map<String, Trusted> byKey = new HashMap<>();
            all.forEach(trusted -> byKey.put(trusted.kind() + trusted.key(), trusted));
            return new State(List.copyOf(all), byKey);
        }

        Trusted get(Trusted.Kind kind, String key) {
            return byKey.get(kind + key);
        }
    }

    /** @throws Port17Exception CONFIG if no file is named and the platform has no place for it */
    @Activate
    public TrustService(BundleContext context, TrustConfig config) throws Port17Exception {
        this(place(config.file(), context.getProperty("karaf.data")));
    }

    TrustService(Path path) {
        this.file = new TrustFile(path);
        List<Trusted> read = List.of();
        try {
            read = file.read();
        } catch (Port17Exception e) {
            LOG.error("{}; until then the network's trust list counts alone", e.getMessage());
        }
        this.state = State.of(read);
    }

    /** @param data directory of the platform; null without one */
    static Path place(String file, String data) throws Port17Exception {
        if (file.isBlank() && data == null) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "file in etc/" + PID + ".cfg must name a file where there is no ${karaf.data}");
        }
        try {
            return file.isBlank() ? Path.of(data, "port17", "trust") : Path.of(file.strip());
        } catch (java.nio.file.InvalidPathException e) {
            throw new Port17Exception(ErrorKind.CONFIG, "file in etc/" + PID + ".cfg is no path");
        }
    }

    @Override
    public Optional<Trusted> reason(Node node) {
        State now = state;
        if (now.all().isEmpty()) {
            return Optional.empty();
        }
        Trusted asNode = now.get(Trusted.Kind.NODE, node.id().toString());
        return Optional.ofNullable(asNode != null ? asNode : now.get(Trusted.Kind.OWNER, node.ownerKey()));
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        Runnable own = listener::run; // the same listener may come twice
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public List<Trusted> all() {
        return state.all();
    }

    @Override
    public boolean add(Trusted trusted) throws Port17Exception {
        synchronized (this) {
            List<Trusted> held = file.read(); // damaged, it is not written over
            if (held.stream().anyMatch(t -> same(t, trusted.kind(), trusted.key()))) {
                return false;
            }
            if (held.size() >= MOST) {
                throw new Port17Exception(ErrorKind.OVERLOADED, "no more than " + MOST + " are trusted: remove some");
            }
            List<Trusted> next = new ArrayList<>(held);
            next.add(trusted);
            keep(next);
        }
        listeners.forEach(Runnable::run);
        return true;
    }

    @Override
    public boolean remove(Trusted.Kind kind, String key) throws Port17Exception {
        synchronized (this) {
            List<Trusted> next = new ArrayList<>(file.read());
            if (!next.removeIf(t -> same(t, kind, key))) {
                return false;
            }
            keep(next);
        }
        listeners.forEach(Runnable::run);
        return true;
    }

    private static boolean same(Trusted held, Trusted.Kind kind, String key) {
        return held.kind() == kind && held.key().equals(key);
    }

    private void keep(List<Trusted> next) throws Port17Exception {
        file.write(next);
        state = State.of(next);
    }
}
