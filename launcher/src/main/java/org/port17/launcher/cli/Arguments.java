package org.port17.launcher.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parsed command line: options by name, then words, then everything behind {@code --} untouched. */
public final class Arguments {
    private final Map<String, List<String>> options;
    private final List<String> words;
    private final List<String> rest;

    private Arguments(Map<String, List<String>> options, List<String> words, List<String> rest) {
        this.options = options;
        this.words = words;
        this.rest = rest;
    }

    /**
     * Reads {@code --name value}, {@code --name=value}, {@code --switch} and words in any order.
     *
     * @throws LaunchException USAGE with one sentence that names the argument at fault
     */
    public static Arguments parse(List<String> args, List<Option> known) throws LaunchException {
        Map<String, List<String>> options = new HashMap<>();
        List<String> words = new ArrayList<>();
        int i = 0;
        for (; i < args.size() && !args.get(i).equals("--"); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("-") || arg.equals("-")) {
                words.add(arg);
                continue;
            }
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            Option option = known.stream()
                    .filter(o -> name.equals("--" + o.name()))
                    .findFirst()
                    .orElseThrow(() -> LaunchException.usage("unknown option " + name + ": --help lists all of them"));
            String value = "";
            if (option.isSwitch() && equals >= 0) {
                throw LaunchException.usage(name + " takes no value");
            }
            if (!option.isSwitch()) {
                if (equals < 0 && (i + 1 == args.size() || args.get(i + 1).startsWith("--"))) {
                    throw LaunchException.usage(name + " needs a value: " + name + " " + option.value());
                }
                value = equals >= 0 ? arg.substring(equals + 1) : args.get(++i);
            }
            List<String> values = options.computeIfAbsent(option.name(), n -> new ArrayList<>());
            if (!values.isEmpty() && !option.repeatable()) {
                throw LaunchException.usage(name + " is given twice: once is enough");
            }
            values.add(value);
        }
        List<String> rest = i < args.size() ? args.subList(i + 1, args.size()) : List.of();
        return new Arguments(options, List.copyOf(words), List.copyOf(rest));
    }

    public boolean has(String name) {
        return options.containsKey(name);
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(options.get(name)).map(values -> values.get(0));
    }

    public List<String> all(String name) {
        return List.copyOf(options.getOrDefault(name, List.of()));
    }

    /** A whole number between the bounds, or the default when the option is absent. */
    public int number(String name, int low, int high, int otherwise) throws LaunchException {
        Optional<String> text = get(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw LaunchException.usage("--" + name + " takes a whole number from " + low + " to " + high);
        }
        throw LaunchException.usage("--" + name + " takes a whole number from " + low + " to " + high);
    }

    public List<String> words() {
        return words;
    }

    /** What stood behind {@code --}. */
    public List<String> rest() {
        return rest;
    }
}
