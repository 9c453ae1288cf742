package org.port17.edge.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.support.table.ShellTable;

/** A command's answer: one JSON object for programs, a table or a sentence for people. */
final class Page {
    private final Map<String, Object> json;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();
    private final String sentence;
    private String failure;

    private Page(Map<String, Object> json, List<String> columns, String sentence) {
        this.json = json;
        this.columns = columns;
        this.sentence = sentence;
    }

    /** @param ifEmpty what to say instead of an empty table */
    static Page table(Map<String, Object> json, String ifEmpty, String... columns) {
        return new Page(json, List.of(columns), ifEmpty);
    }

    static Page sentence(Map<String, Object> json, String sentence) {
        return new Page(json, List.of(), sentence);
    }

    Page row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> Units.safe(String.valueOf(cell)))
                .toList());
        return this;
    }

    /** Once it is printed the command fails with that sentence, so that a script notices. */
    Page failing(String reason) {
        failure = reason;
        return this;
    }

    /** Null if there is none. */
    String failure() {
        return failure;
    }

    String json() {
        return Json.line(json);
    }

    List<List<String>> rows() {
        return rows;
    }

    void print(PrintStream out) {
        if (rows.isEmpty()) {
            out.println(Units.safe(sentence));
            return;
        }
        ShellTable table = new ShellTable();
        columns.forEach(table::column);
        if (columns.stream().allMatch(String::isEmpty)) {
            table.noHeaders();
        }
        rows.forEach(row -> table.addRow().addContent(new ArrayList<>(row)));
        table.print(out);
    }
}
