package org.port17.route.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.port17.route.kit.Level;
import org.port17.route.kit.Levels;
import org.w3c.dom.Element;

/** The levels that the feature installs are those that the simulator simulates. */
class ShippedLevelsTest {
    @Test
    void areTheStandardOnes() throws Exception {
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("../../features/src/main/feature/feature.xml").toFile());
        var configs = document.getElementsByTagName("config");
        List<Level> shipped = new ArrayList<>();
        Set<String> unread = new TreeSet<>();
        for (int i = 0; i < configs.getLength(); i++) {
            Element config = (Element) configs.item(i);
            if (config.getAttribute("name").startsWith(ConfiguredLevel.PID + "-")) {
                Properties properties = new Properties();
                properties.load(new StringReader(config.getTextContent()));
                unread.addAll(properties.stringPropertyNames());
                shipped.add(new ConfiguredLevel(config(properties, unread)).level());
            }
        }
        shipped.sort(Comparator.comparingInt(Level::number));
        assertEquals(Levels.standard(), shipped);
        assertTrue(unread.isEmpty(), "keys that nobody reads: " + unread);
    }

    /** As the component runtime converts properties. */
    private static LevelConfig config(Properties properties, Set<String> unread) {
        return (LevelConfig) Proxy.newProxyInstance(
                LevelConfig.class.getClassLoader(), new Class<?>[] {LevelConfig.class}, (proxy, method, args) -> {
                    String key = method.getName().replace('_', '.');
                    String value = properties.getProperty(key);
                    unread.remove(key);
                    if (value == null) {
                        return method.getDefaultValue();
                    }
                    Class<?> type = method.getReturnType();
                    return type == int.class
                            ? (Object) Integer.valueOf(value)
                            : type == boolean.class ? (Object) Boolean.valueOf(value) : value;
                });
    }
}
