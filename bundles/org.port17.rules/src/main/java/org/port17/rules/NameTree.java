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
    private int[] slots = new int[64];
    private int[] above = new int[16];
    private int[] star = new int[16];
    private String[] labels = new String[16];
    private int size;
    private List<PortMap.Draft> hereDrafts = new ArrayList<>();
    private List<PortMap.Draft> belowDrafts = new ArrayList<>();
    private PortMap[] here = {};
    private PortMap[] below = {};

    NameTree() {
        Arrays.fill(slots, ABSENT);
    }

    /** A new root: the patterns of one application. */
    int root() {
        return node(ABSENT, "");
    }

    /** Rules must come in their order. @return whether the rule can ever be the first */
    boolean add(int root, NamePattern pattern, int rule, Ports ports) {
        int node = root;
        for (int i = pattern.labels().size() - 1; i >= 0; i--) {
            node = child(node, pattern.labels().get(i));
        }
        List<PortMap.Draft> drafts = pattern.below() ? belowDrafts : hereDrafts;
        if (drafts.get(node) == null) {
            drafts.set(node, new PortMap.Draft());
        }
        return drafts.get(node).add(rule, ports);
    }

    /** Call once, after the last {@link #add}. */
    void finish() {
        here = maps(hereDrafts);
        below = maps(belowDrafts);
        hereDrafts = List.of();
        belowDrafts = List.of();
    }

    private static PortMap[] maps(List<PortMap.Draft> drafts) {
        return drafts.stream().map(draft -> draft == null ? null : draft.map()).toArray(PortMap[]::new);
    }

    /** The first rule for that name under that root, if it comes before {@code best}; else {@code best}. */
    int first(int root, String name, int port, int best) {
        int end = name.length();
        return walk(root, name, end > 0 && name.charAt(end - 1) == '.' ? end - 1 : end, port, best);
    }

    /** @param end where the label that was not looked at yet ends; negative if there is none left */
    private int walk(int node, String name, int end, int port, int best) {
        int first = best;
        if (below[node] != null) {
            first = Math.min(first, below[node].first(port));
        }
        if (end < 0) {
            return here[node] == null ? first : Math.min(first, here[node].first(port));
        }
        int start = name.lastIndexOf('.', end - 1) + 1;
        int child = find(node, name, start, end);
        if (child != ABSENT) {
            first = walk(child, name, start - 1, port, first);
        }
        return star[node] == ABSENT ? first : walk(star[node], name, start - 1, port, first);
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
        if (2 * size > slots.length) {
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
        int at = hash(above[node], labels[node], 0, labels[node].length()) & (slots.length - 1);
        while (slots[at] != ABSENT) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = node;
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
        int at = hash(node, text, start, end) & (slots.length - 1);
        while (slots[at] != ABSENT) {
            int candidate = slots[at];
            if (above[candidate] == node
                    && labels[candidate].length() == end - start
                    && labels[candidate].regionMatches(true, 0, text, start, end - start)) {
                return candidate;
            }
            at = (at + 1) & (slots.length - 1);
        }
        return ABSENT;
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
