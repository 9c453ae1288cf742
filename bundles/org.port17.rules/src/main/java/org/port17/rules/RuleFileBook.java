package org.port17.rules;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.port17.api.Destination;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleProblem;
import org.port17.spi.rule.RuleView;
import org.port17.spi.rule.Ruling;

/**
 * The rules of one file. A file that cannot be used changes nothing: the rules read before stay in force, and what is wrong
 * is told. If there were none before, nothing gets through, since the file may forbid anything. A file that is not there at
 * the first reading means that there are no rules.
 */
public final class RuleFileBook implements RuleBook, RuleControl {
    private final Path file;
    private final boolean direct;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile State state;

    /** @param index null while there never was a good file */
    private record State(RuleIndex index, RuleFileView view) {}

    /** Rules that lead past the network are an error. */
    public RuleFileBook(Path file, Clock clock) {
        this(file, false, clock);
    }

    /** @param direct whether rules may lead past the network */
    public RuleFileBook(Path file, boolean direct, Clock clock) {
        this.file = file;
        this.direct = direct;
        this.clock = clock;
        this.state = new State(null, view(file, false, List.of(), List.of(), List.of()));
    }

    @Override
    public Ruling ruling(String application, Destination destination) {
        return ruling(application, destination, true);
    }

    @Override
    public Ruling explain(String application, Destination destination) {
        return ruling(application, destination, false);
    }

    private Ruling ruling(String application, Destination destination, boolean count) {
        RuleIndex index = state.index();
        return index == null ? Ruling.NOTHING_UNTIL_MENDED : index.ruling(application, destination, count);
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        Runnable own = listener::run; // the same listener may come twice
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    @Override
    public List<RuleView> rules() {
        RuleIndex index = state.index();
        List<RuleView> views = new ArrayList<>();
        for (int i = 0; index != null && i < index.rules().size(); i++) {
            Ruling ruling = index.rules().get(i).ruling();
            views.add(new RuleView(
                    ruling.line(), ruling.rule(), ruling.action().name().toLowerCase(Locale.ROOT), index.hits(i)));
        }
        return views;
    }

    @Override
    public RuleFileView file() {
        return state.view();
    }

    @Override
    public RuleFileView check(Path other) {
        return read(other, () -> new RuleText(List.of(), List.of(new RuleProblem(0, 0, "there is no such file"))))
                .view();
    }

    @Override
    public RuleFileView reload() {
        RuleFileView view;
        synchronized (this) {
            boolean never = state.index() == null;
            State read = read(file, () -> missing(never));
            view = read.view();
            state = new State(view.good() ? read.index() : state.index(), view);
        }
        if (view.good()) {
            listeners.forEach(Runnable::run);
        }
        return view;
    }

    private static RuleText missing(boolean never) {
        return never
                ? new RuleText(List.of(), List.of())
                : RuleText.unusable("the rule file is gone: put it back, or put an empty one there to have no rules");
    }

    private State read(Path from, Supplier<RuleText> ifMissing) {
        RuleText text;
        try {
            text = RuleText.of(bytes(from), direct);
        } catch (NoSuchFileException e) {
            text = ifMissing.get();
        } catch (IOException e) {
            text = RuleText.unusable(
                    "the file cannot be read (" + e.getClass().getSimpleName() + "): check its permissions");
        }
        if (!text.errors().isEmpty()) {
            return new State(null, view(from, false, List.of(), text.errors(), List.of()));
        }
        RuleIndex index = new RuleIndex(text.rules());
        List<RuleProblem> idle = index.idle().stream()
                .limit(RuleFileView.MOST_PROBLEMS)
                .map(rule -> new RuleProblem(
                        rule.ruling().line(), 0, "an earlier rule decides all of this: move it up or delete it"))
                .toList();
        return new State(index, view(from, true, text.rules(), List.of(), idle));
    }

    private static byte[] bytes(Path from) throws IOException {
        if (Files.isDirectory(from)) {
            throw new IOException("a folder");
        }
        try (InputStream in = Files.newInputStream(from)) {
            return in.readNBytes(RuleText.MOST_BYTES + 1);
        }
    }

    private RuleFileView view(
            Path of, boolean good, List<Rule> rules, List<RuleProblem> errors, List<RuleProblem> warnings) {
        int past = (int) rules.stream()
                .filter(rule -> rule.ruling().action() == Action.DIRECT)
                .count();
        return new RuleFileView(
                of.toString(), good, rules.size(), past, clock.instant().getEpochSecond(), errors, warnings);
    }
}
