package org.port17.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Name patterns by their labels from the last to the first. One hash table holds all nodes, by the node above and the
 * label, so that looking up a name cuts no strings out of it.
 */
final class NameTree {
    private static final int ABSENT = -1;
    private static final int ROOT = 0;

    /** Pairs of a hash and the node that has it. */
    private int[] slots = new int[128];

    private int[] above = new int[16];
    private int[] star = new int[16];
    private String[] labels = new String[16];
    private int size;
    private List<AppPorts.Draft> hereDrafts = new ArrayList<>();
    private List<AppPorts.Draft> belowDrafts = new ArrayList<>();
    private AppPorts[] here = {};
    private AppPorts[] below = {};

    NameTree() {
        Arrays.fill(slots, ABSENT);
        node(ABSENT, "");
    }

    /** Rules must come in their order. @return whether the rule can ever be the first */
    boolean add(int application, NamePattern pattern, int rule, Ports ports) {
        int node = ROOT;
        for (int i = pattern.labels().size() - 1; i >= 0; i--) {
            node = child(node, pattern.labels().get(i));
        }
        List<AppPorts.Draft> drafts = pattern.below() ? belowDrafts : hereDrafts;
        if (drafts.get(node) == null) {
            drafts.set(node, new AppPorts.Draft());
        }
        return drafts.get(node).add(application, rule, ports);
    }

    /** Call once, after the last {@link #add}. */
    void finish() {
        here = maps(hereDrafts);
        below = maps(belowDrafts);
        hereDrafts = List.of();
        belowDrafts = List.of();
    }

    private static AppPorts[] maps(List<AppPorts.Draft> drafts) {
        return drafts.stream()
                .map(draft -> draft == null ? null : draft.finish())
                .toArray(AppPorts[]::new);
    }

    /** The first rule for that name, if it comes before {@code best}; else {@code best}. */
    int first(int application, String name, int port, int best) {
        int end = name.length();
        return walk(ROOT, application, name, end > 0 && name.charAt(end - 1) == '.' ? end - 1 : end, port, best);
    }

    /** @param end where the label that was not looked at yet ends; negative if there is none left */
    private int walk(int node, int application, String name, int end, int port, int best) {
        int first = below[node] == null ? best : below[node].first(application, port, best);
        if (end < 0) {
            return here[node] == null ? first : here[node].first(application, port, first);
        }
        int start = name.lastIndexOf('.', end - 1) + 1;
        int child = find(node, name, start, end);
        if (child != ABSENT) {
            first = walk(child, application, name, start - 1, port, first);
        }
        return star[node] == ABSENT ? first : walk(star[node], application, name, start - 1, port, first);
    }

    private int child(int node, String label) {
        if (label.equals(NamePattern.ANY_LABEL)) {
            if (star[node] == ABSENT) {
                int fresh = node(node, label);
                star[node] = fresh; // the array may have been replaced meanwhile
            }
            return star[node];
        }
        int found = find(node, label, 0, label.length());
        if (found != ABSENT) {
            return found;
        }
        int fresh = node(node, label);
        if (4 * size > slots.length) {
            slots = new int[slots.length * 2];
            Arrays.fill(slots, ABSENT);
            for (int i = 0; i < size; i++) {
                enter(i);
            }
        } else {
            enter(fresh);
        }
        return fresh;
    }

    private void enter(int node) {
        if (above[node] == ABSENT || labels[node].equals(NamePattern.ANY_LABEL)) {
            return;
        }
        int hash = hash(above[node], labels[node], 0, labels[node].length());
        int at = slot(hash);
        while (slots[at + 1] != ABSENT) {
            at = next(at);
        }
        slots[at] = hash;
        slots[at + 1] = node;
    }

    private int slot(int hash) {
        return 2 * hash & slots.length - 1;
    }

    private int next(int at) {
        return at + 2 & slots.length - 1;
    }

    private int node(int parent, String label) {
        if (size == labels.length) {
            above = Arrays.copyOf(above, 2 * size);
            star = Arrays.copyOf(star, 2 * size);
            labels = Arrays.copyOf(labels, 2 * size);
        }
        above[size] = parent;
        star[size] = ABSENT;
        labels[size] = label;
        hereDrafts.add(null);
        belowDrafts.add(null);
        return size++;
    }

    private int find(int node, String text, int start, int end) {
        int hash = hash(node, text, start, end);
        for (int at = slot(hash); slots[at + 1] != ABSENT; at = next(at)) {
            int candidate = slots[at + 1];
            if (slots[at] == hash && above[candidate] == node && equal(labels[candidate], text, start, end - start)) {
                return candidate;
            }
        }
        return ABSENT;
    }

    private static boolean equal(String label, String text, int start, int length) {
        return label.length() == length
                && (label.regionMatches(0, text, start, length) || label.regionMatches(true, 0, text, start, length));
    }

    private static int hash(int node, String text, int start, int end) {
        int hash = node * 0x9E3779B9;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + lower(text.charAt(i));
        }
        hash *= 0x85EBCA6B;
        return hash ^ hash >>> 15;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
