package org.port17.launcher.demo;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.port17.launcher.localnet.NetRecord;
import org.port17.launcher.world.Spot;
import org.port17.launcher.world.World;

/**
 * What the demo of a world showed and proved.
 *
 * @param near one application at three origins
 * @param byRule another application at the first of them
 * @param communityTls the exits of an owner who is not trusted, for what is encrypted
 * @param plaintext visits in the clear
 * @param refusedExplained what the console says of plaintext that a rule sends to exits that are not trusted
 * @param curl a command that a person can type
 */
record WorldOutcome(
        World world,
        WorldRules rules,
        List<Visit> near,
        Visit byRule,
        Visit communityTls,
        List<Visit> plaintext,
        Map<String, Object> refusedExplained,
        NetRecord net,
        String curl)
        implements Performance.Outcome {
    @Override
    public Map<String, Object> json() {
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("application", WorldRules.STUBBORN);
        refused.put("refused", true);
        refused.put("explain", refusedExplained);
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("trusted_only", true);
        plain.put("visits", plaintext.stream().map(Visit::json).toList());
        plain.put("encrypted_through_community", communityTls.json());
        plain.put("through_community", refused);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ok", true);
        map.put("nodes", world.nodes().size());
        map.put(
                "countries",
                world.nodes().stream().map(Spot::country).distinct().count());
        map.put("owners", world.nodes().stream().map(Spot::owner).distinct().count());
        map.put("near", near.stream().map(Visit::json).toList());
        map.put("by_rule", byRule.json());
        map.put("plaintext", plain);
        map.put("socks", net.socks());
        return map;
    }

    @Override
    public void print(PrintStream out) {
        out.printf(
                "%n  Exits near three origins, for the application %s:%n",
                near.get(0).application());
        near.forEach(visit -> print(out, visit));
        out.printf("%n  A second application, whose rule wants exits in %s:%n", rules.country());
        print(out, byRule);
        out.printf("%n  In the clear, through trusted exits only:%n");
        plaintext.forEach(visit -> print(out, visit));
        out.printf("%n  A rule that sends an application through %s, whom nobody trusts:%n", rules.community());
        print(out, communityTls);
        out.printf("    the same in the clear: refused; explain: %s%n", refusedExplained.get("refused"));
        out.printf("%n  SOCKS5 %s, HTTP proxy %s%n%n  %s%n%n", net.socks(), net.http(), curl);
    }

    private static void print(PrintStream out, Visit visit) {
        Spot exit = visit.exit();
        out.printf(
                Locale.ROOT,
                "    %-9s %-5s to %-14s exit %-12s (%s, %s%s), %5d km away; first byte after %4.0f ms%n",
                visit.application(),
                visit.encrypted() ? "TLS" : "clear",
                visit.origin().city(),
                exit.city(),
                exit.country(),
                exit.owner(),
                exit.trusted() ? "" : ", not trusted",
                visit.km(),
                visit.millis());
        out.printf(
                "              way      %s%n",
                visit.route().stream()
                        .map(s -> s.city() + " (" + s.country() + ", " + s.owner() + ")")
                        .collect(Collectors.joining(" > ")));
        String rule = visit.ruleLine() == 0 ? "no rule fits" : "rule in line " + visit.ruleLine();
        out.printf(
                Locale.ROOT,
                "              explain  %s; %s of %s, drawn from %s nodes of %s owners up to %.0f km away%n",
                rule,
                visit.explained("exit"),
                visit.explained("owner"),
                visit.explained("candidates"),
                visit.explained("owners"),
                ((Number) visit.explained("farthestKm")).doubleValue());
    }
}
