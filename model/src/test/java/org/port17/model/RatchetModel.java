package org.port17.model;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.alloy4.Err;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.parser.CompModule;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kodkod.engine.satlab.SATFactory;

/** {@code ratchet.als} and {@code ratchet-runs.als}, with the solver that is pure Java. */
final class RatchetModel {
    private final String text;
    private final CompModule module;

    private RatchetModel(String text) {
        this.text = text;
        this.module = CompUtil.parseEverything_fromString(A4Reporter.NOP, text);
    }

    static RatchetModel load() {
        return new RatchetModel(resource("/ratchet.als") + resource("/ratchet-runs.als"));
    }

    private static String resource(String name) {
        try (InputStream in = RatchetModel.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model with one more command. */
    RatchetModel with(String command) {
        return new RatchetModel(text + "\n" + command + "\n");
    }

    /** Labels of the commands that begin so. */
    List<String> commands(String prefix) {
        return module.getAllCommands().stream()
                .map(c -> c.label)
                .filter(label -> label.startsWith(prefix))
                .toList();
    }

    /** Up to {@code most} different runs that fulfil a command; for a check: that contradict it. */
    List<Trace> traces(String label, int most) {
        List<Trace> found = new ArrayList<>();
        A4Solution solution = solve(label);
        while (solution.satisfiable() && found.size() < most) {
            found.add(new TraceReader(solution, module.getAllReachableSigs()).read());
            solution = solution.next();
        }
        return found;
    }

    Optional<Trace> trace(String label) {
        return traces(label, 1).stream().findFirst();
    }

    private A4Solution solve(String label) {
        Command command = module.getAllCommands().stream()
                .filter(c -> c.label.equals(label))
                .findFirst()
                .orElseThrow();
        A4Options options = new A4Options();
        options.solver = SATFactory.DEFAULT;
        try {
            return TranslateAlloyToKodkod.execute_command(
                    A4Reporter.NOP, module.getAllReachableSigs(), command, options);
        } catch (Err e) {
            throw new IllegalStateException(label, e);
        }
    }
}
