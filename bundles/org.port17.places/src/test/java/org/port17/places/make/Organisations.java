package org.port17.places.make;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which systems one organisation runs, judged by the names in the registries: the same name without legal forms and
 * punctuation, or the first words of a large operator with many names. One name too many in a group costs a route that
 * could have been; one too few would let two nodes of one operator meet in a route.
 */
final class Organisations {
    private static final Set<String> LEGAL = Set.of(
            "inc", "llc", "ltd", "limited", "gmbh", "corp", "corporation", "co", "company", "sa", "sas", "srl", "spa",
            "bv", "b", "v", "s", "a", "ag", "ab", "as", "oy", "oyj", "pty", "plc", "lp", "llp", "kg", "ltda", "me",
            "eireli", "epp", "de", "cv", "c", "jsc", "ojsc", "pjsc", "ooo", "zao", "sro", "sp", "z", "o", "the", "asn",
            "kft", "aps", "nv", "n", "sl", "r", "l", "ou", "sia", "uab", "pte", "pvt", "private", "public", "joint",
            "stock", "of", "and");

    /** First words, and the name that stands for them. */
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("amazon", "amazon"),
            Map.entry("aws", "amazon"),
            Map.entry("google", "google"),
            Map.entry("youtube", "google"),
            Map.entry("microsoft", "microsoft"),
            Map.entry("cloudflare", "cloudflare"),
            Map.entry("akamai", "akamai"),
            Map.entry("linode", "akamai"),
            Map.entry("prolexic", "akamai"),
            Map.entry("ovh", "ovh"),
            Map.entry("hetzner", "hetzner"),
            Map.entry("digitalocean", "digitalocean"),
            Map.entry("alibaba", "alibaba"),
            Map.entry("aliyun", "alibaba"),
            Map.entry("hangzhou alibaba", "alibaba"),
            Map.entry("tencent", "tencent"),
            Map.entry("shenzhen tencent", "tencent"),
            Map.entry("huawei cloud", "huawei cloud"),
            Map.entry("huawei clouds", "huawei cloud"),
            Map.entry("oracle", "oracle"),
            Map.entry("softlayer", "ibm"),
            Map.entry("ibm", "ibm"),
            Map.entry("international business machines", "ibm"),
            Map.entry("leaseweb", "leaseweb"),
            Map.entry("facebook", "meta"),
            Map.entry("meta platforms", "meta"),
            Map.entry("whatsapp", "meta"),
            Map.entry("apple", "apple"),
            Map.entry("vultr", "constant"),
            Map.entry("choopa", "constant"),
            Map.entry("constant", "constant"),
            Map.entry("contabo", "contabo"),
            Map.entry("scaleway", "scaleway"),
            Map.entry("online s a s", "scaleway"),
            Map.entry("fastly", "fastly"),
            Map.entry("ionos", "ionos"),
            Map.entry("1 1 ionos", "ionos"),
            Map.entry("strato", "ionos"),
            Map.entry("fasthosts", "ionos"),
            Map.entry("arsys", "ionos"),
            Map.entry("godaddy", "godaddy"),
            Map.entry("host europe", "godaddy"),
            Map.entry("netcup", "anexia"),
            Map.entry("anexia", "anexia"),
            Map.entry("gcore", "gcore"),
            Map.entry("g core", "gcore"),
            Map.entry("edgecast", "edgio"),
            Map.entry("limelight", "edgio"),
            Map.entry("rackspace", "rackspace"),
            Map.entry("yandex", "yandex"),
            Map.entry("upcloud", "upcloud"),
            Map.entry("m247", "m247"),
            Map.entry("datacamp", "datacamp"),
            Map.entry("cdn77", "datacamp"),
            Map.entry("zenlayer", "zenlayer"),
            Map.entry("psychz", "psychz"),
            Map.entry("incapsula", "imperva"),
            Map.entry("imperva", "imperva"));

    /** System to organisation, only where the numbers differ. */
    final Map<Integer, Integer> lowest = new TreeMap<>();

    Organisations(Map<Integer, String> names) {
        Map<String, Integer> first = new HashMap<>();
        List<Integer> systems = names.keySet().stream().sorted().toList();
        for (int system : systems) {
            String name = normal(names.get(system));
            if (name.isEmpty()) {
                continue;
            }
            int head = first.computeIfAbsent(name, n -> system);
            if (head != system) {
                lowest.put(system, head);
            }
        }
    }

    int of(int system) {
        return lowest.getOrDefault(system, system);
    }

    static String normal(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{Nd}]+", " ").strip();
        for (var operator : OPERATORS.entrySet()) {
            if (plain.equals(operator.getKey()) || plain.startsWith(operator.getKey() + " ")) {
                return "operator " + operator.getValue();
            }
        }
        StringBuilder kept = new StringBuilder();
        for (String word : plain.split(" ")) {
            if (!LEGAL.contains(word)) {
                kept.append(word).append(' ');
            }
        }
        return kept.toString().strip();
    }
}
