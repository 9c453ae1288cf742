package org.port17.launcher.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One node of the way that the download took.
 *
 * @param pid its process, as it says itself
 * @param forwardedBytes what it has forwarded for others since its start
 */
record Hop(String node, String owner, String country, String suite, long pid, long forwardedBytes) {
    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("node", node);
        map.put("owner", owner);
        map.put("country", country);
        map.put("suite", suite);
        map.put("pid", pid);
        map.put("forwarded_bytes", forwardedBytes);
        return map;
    }
}
