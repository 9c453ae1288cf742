package org.port17.launcher.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnPropertiesTest {
    private static final String KEY = "port17.test.node";
    private final Properties before = System.getProperties();

    @AfterEach
    void putBack() {
        System.setProperties(before);
    }

    @Test
    void eachNodeSeesAndChangesItsOwnAndTheProcessKeepsIts() throws Exception {
        OwnProperties own = OwnProperties.install();
        List<CompletableFuture<String>> seen = new ArrayList<>();
        for (String node : List.of("a", "b")) {
            Properties values = new Properties();
            values.setProperty(KEY, node);
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                OwnProperties.enter(own.with(values));
                System.setProperty(KEY, System.getProperty(KEY) + node);
                // A thread that the node starts is the node's too.
                new Thread(() -> answer.complete(System.getProperty(KEY))).start();
            });
            thread.start();
            seen.add(answer);
        }
        assertEquals("aa", seen.get(0).get());
        assertEquals("bb", seen.get(1).get());
        assertNull(System.getProperty(KEY));
        assertFalse(System.getProperties().containsKey(KEY));
        assertEquals(before.getProperty("java.home"), System.getProperty("java.home"));
    }

    @Test
    void whatListsThemListsTheNodesOwn() throws Exception {
        OwnProperties own = OwnProperties.install();
        Properties values = new Properties();
        values.setProperty(KEY, "a");
        CompletableFuture<Boolean> listed = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            OwnProperties.enter(own.with(values));
            Properties all = System.getProperties();
            listed.complete(all.stringPropertyNames().contains(KEY)
                    && all.keySet().contains(KEY)
                    && ((Properties) all.clone()).getProperty(KEY).equals("a"));
        });
        thread.start();
        assertTrue(listed.get());
        assertFalse(System.getProperties().stringPropertyNames().contains(KEY));
    }
}
