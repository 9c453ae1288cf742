package org.port17.plugins.registry;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.plugins.PluginKind;
import org.port17.plugins.PluginView;

/** What a swap asks for and what it leaves behind. */
final class SwapRules {
    private SwapRules() {}

    /**
     * The settings after the swap.
     *
     * @throws Port17Exception UNSUPPORTED if {@code to} cannot be used, BAD_INPUT if {@code from} is not in use
     */
    static Settings check(Snapshot now, PluginKind kind, String from, String to) throws Port17Exception {
        String what = kind.word();
        if (now.offered(kind).stream().noneMatch(p -> p.name.equals(to))) {
            if (now.settings.forbids(kind, to)) {
                throw new Port17Exception(
                        ErrorKind.UNSUPPORTED, what + " " + printable(to) + " is forbidden by configuration");
            }
            if (now.off(kind, to)) {
                throw new Port17Exception(
                        ErrorKind.UNSUPPORTED,
                        what + " " + printable(to) + " is off by default: " + what + "s.permit does not name it");
            }
            var names = new TreeSet<String>();
            now.inventory().stream()
                    .filter(v -> v.kind() == kind)
                    .map(PluginView::name)
                    .forEach(names::add);
            throw new Port17Exception(
                    ErrorKind.UNSUPPORTED,
                    "there is no " + what + " named " + printable(to) + "; present: "
                            + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        // A configured plugin that is not installed may be swapped away too.
        String inUse =
                now.active(kind).map(p -> p.name).orElse(now.settings.chosen().getOrDefault(kind, ""));
        if (!from.equals(inUse)) {
            throw new Port17Exception(
                    ErrorKind.BAD_INPUT, what + " " + printable(from) + " is not the active one; active: " + inUse);
        }
        if (from.equals(to)) {
            throw new Port17Exception(ErrorKind.BAD_INPUT, what + " " + to + " is active already");
        }
        return now.settings.preferring(kind, to);
    }

    /** Plugins still present that running work must leave after a change of settings. */
    static Set<Plugin> leftBehind(PluginKind kind, Snapshot before, Snapshot now) {
        var left = new LinkedHashSet<Plugin>();
        if (Settings.ordered(kind)) {
            left.addAll(before.offered(kind));
            left.removeAll(now.offered(kind));
        }
        // Links move to the preferred transport; a circuit keeps its suite, and other kinds hold no running work.
        if (kind == PluginKind.TRANSPORT && !before.active(kind).equals(now.active(kind))) {
            before.active(kind).ifPresent(left::add);
        }
        return left;
    }

    /** What an operator typed, cut and made harmless for a terminal. */
    private static String printable(String typed) {
        String cut = typed.length() > 64 ? typed.substring(0, 64) + "…" : typed;
        return cut.replaceAll("[^\\x21-\\x7e…]", "?");
    }
}
