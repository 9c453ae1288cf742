package org.port17.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./port17 bench ratchet}: by which share a download needs more CPU time because of the ratchet. Pairs of runs, one
 * with the ratchet and one with plain keys, each in a fresh virtual machine and in turns first. In two forms: all
 * cryptography of the download alone, and the product's whole way over sockets.
 */
public final class RatchetShare {
    private static final long MB = 1_000_000;
    private static final List<String> FORMS = List.of(RatchetRun.ALONE, RatchetRun.SOCKETS);

    private String suite = "aesgcm/sunjce";
    private int pairs = 10;
    /** Two epochs of every ratchet. */
    private long megabytes = 1_600;

    private List<String> forms = FORMS;
    private boolean json;

    private RatchetShare(String... args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--pairs" -> pairs = number(args[++i], 2, 1_000);
                case "--mb" -> megabytes = number(args[++i], 10, 1_000_000);
                case "--suite" -> suite = args[++i];
                case "--form" -> forms = List.of(args[++i]);
                case "--json" -> json = true;
                default -> throw new IllegalArgumentException("unknown word " + args[i]);
            }
        }
        if (!FORMS.containsAll(forms)) {
            throw new IllegalArgumentException("--form takes one of " + FORMS);
        }
        RatchetBench.made(suite);
    }

    /** {@code [--pairs N] [--mb N] [--suite NAME] [--form alone|sockets] [--json]} */
    public static void main(String[] args) throws IOException {
        RatchetShare share;
        try {
            share = new RatchetShare(args);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.err.println(
                    "port17 bench ratchet [--pairs N] [--mb N] [--suite aesgcm/sunjce|aesgcm/accp|chacha/sunjce]"
                            + " [--form alone|sockets] [--json]: " + e.getMessage());
            System.exit(2);
            return;
        }
        for (String form : share.forms) {
            System.out.print(share.measure(form));
        }
    }

    private static int number(String text, int min, int max) {
        int number = Integer.parseInt(text);
        if (number < min || number > max) {
            throw new IllegalArgumentException(text + " is not between " + min + " and " + max);
        }
        return number;
    }

    private String measure(String form) throws IOException {
        PrintStream person = json ? System.err : System.out;
        double[] on = new double[pairs];
        double[] off = new double[pairs];
        try (Outside outside = new Outside()) {
            for (int i = 0; i < pairs; i++) {
                RatchetCost.Pair pair = RatchetCost.of(form, suite, i % 2 == 0, megabytes * MB, outside);
                on[i] = pair.on().cpu();
                off[i] = pair.off().cpu();
                person.printf(
                        Locale.ROOT,
                        "%s, pair %2d: with ratchet %.3f (%d steps, compiler %.3f), plain key %.3f (%d, %.3f) CPU s/GB,"
                                + " share %+.2f %%%n",
                        form,
                        i + 1,
                        on[i],
                        pair.on().steps(),
                        pair.on().compiler(),
                        off[i],
                        pair.off().steps(),
                        pair.off().compiler(),
                        100 * pair.share());
            }
        }
        return new PairedShares(on, off).result(form, suite, megabytes, json);
    }
}
