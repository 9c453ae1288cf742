package org.port17.rules;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.port17.api.Destination;
import org.port17.spi.rule.RuleBook;
import org.port17.spi.rule.RuleControl;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.RuleProblem;
import org.port17.spi.rule.RuleView;
import org.port17.spi.rule.Ruling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the rules of the configured file and follows its changes. The file is read before the service can be used, so that
 * no connection slips past it.
 */
@Component(
        name = RulesService.PID,
        configurationPid = RulesService.PID,
        immediate = true,
        service = {RuleBook.class, RuleControl.class})
@Designate(ocd = RulesConfig.class)
public final class RulesService implements RuleBook, RuleControl {
    static final String PID = "org.port17.rules";
    private static final Logger LOG = LoggerFactory.getLogger(RulesService.class);
    private final RuleFileBook book;
    private final FileWatch watch;

    @Activate
    public RulesService(BundleContext context, RulesConfig config) {
        this(place(context.getProperty("karaf.etc"), config.file()), config.direct());
    }

    RulesService(Path file, boolean direct) {
        this.book = new RuleFileBook(file, direct, Clock.systemUTC());
        this.watch = watch(file); // first, so that no change falls between
        reload();
    }

    /** @param etc the folder of the configuration; null outside Karaf */
    static Path place(String etc, String file) {
        Path folder = Path.of(etc == null ? "etc" : etc);
        try {
            return folder.resolve(file);
        } catch (InvalidPathException e) {
            LOG.error("etc/{}.cfg: file is no path", PID);
            return folder; // which cannot be read, so that nothing gets through until this is mended
        }
    }

    private FileWatch watch(Path file) {
        try {
            return new FileWatch(file, this::reload);
        } catch (IOException e) {
            LOG.warn(
                    "changes of the rule file cannot be watched ({}): port17:rules-reload reads it",
                    e.getClass().getSimpleName());
            return null;
        }
    }

    private static void tell(RuleFileView view) {
        for (RuleProblem error : view.errors()) {
            LOG.error("rule file, line {}, column {}: {}", error.line(), error.column(), error.message());
        }
        if (view.good()) {
            if (view.direct() > 0) {
                LOG.warn("{} rules lead past the network", view.direct());
            }
            LOG.info(
                    "{} rules are in force, {} of them never decide anything",
                    view.rules(),
                    view.warnings().size());
        } else {
            LOG.error("the rule file has errors: the rules read before stay in force; if there were none, all is"
                    + " blocked");
        }
    }

    @Override
    public Ruling ruling(String application, Destination destination) {
        return book.ruling(application, destination);
    }

    @Override
    public Ruling explain(String application, Destination destination) {
        return book.explain(application, destination);
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return book.onChange(listener);
    }

    @Override
    public List<RuleView> rules() {
        return book.rules();
    }

    @Override
    public RuleFileView file() {
        return book.file();
    }

    @Override
    public RuleFileView reload() {
        RuleFileView view = book.reload();
        tell(view);
        return view;
    }

    @Override
    public RuleFileView check(Path file) {
        return book.check(file);
    }

    @Deactivate
    void close() throws IOException {
        if (watch != null) {
            watch.close();
        }
    }
}
