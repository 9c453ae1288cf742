package org.port17.suite.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the published vectors; SOURCES.md beside them says where they come from. */
public final class Vectors {
    private Vectors() {}

    /** One case: hexadecimal fields, a number and the verdict. */
    public record Case(JsonObject json) {
        public byte[] hex(String field) {
            return HexFormat.of().parseHex(json.get(field).getAsString());
        }

        public int number(String field) {
            return json.get(field).getAsInt();
        }

        public boolean has(String field) {
            return json.has(field) && !json.get(field).getAsString().isEmpty();
        }

        public boolean valid() {
            return json.get("result").getAsString().equals("valid");
        }

        @Override
        public String toString() {
            return json.has("tcId") ? "case " + json.get("tcId") : "case";
        }
    }

    public static List<Case> wycheproof(String file) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonElement group : read(file).getAsJsonObject().getAsJsonArray("testGroups")) {
            add(cases, group.getAsJsonObject().getAsJsonArray("tests"));
        }
        return cases;
    }

    static List<Case> list(String file) throws IOException {
        List<Case> cases = new ArrayList<>();
        add(cases, read(file).getAsJsonArray());
        return cases;
    }

    private static void add(List<Case> cases, JsonArray array) {
        array.forEach(each -> cases.add(new Case(each.getAsJsonObject())));
    }

    private static JsonElement read(String file) throws IOException {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
    }
}
