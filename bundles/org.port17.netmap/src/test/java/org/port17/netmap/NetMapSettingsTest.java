package org.port17.netmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.port17.api.Port17Exception;
import org.port17.testkit.ConfigFuzz;

class NetMapSettingsTest {
    private static final String KEY = HexFormat.of().formatHex(Samples.key(1).publicKey());

    @Test
    void defaultsLieInKarafsDataDirectory() throws Port17Exception {
        NetMapSettings settings = NetMapSettings.of(config("http://127.0.0.1:7017/", KEY, 30, ""), "/data");
        assertEquals(Path.of("/data/port17/map"), settings.cache().orElseThrow());
        assertEquals("http://127.0.0.1:7017", settings.sources().get(0).toString());
        assertTrue(NetMapSettings.of(config("", KEY, 1, "/x"), "").sources().isEmpty());
    }

    @Test
    void nodesThatHandOutMapsCanBeNamed() throws Port17Exception {
        String[] two = {"http://192.0.2.7:7018", " https://[2001:db8::1]:443/ "};
        NetMapSettings settings = NetMapSettings.of(config("", KEY, 1, "/x", two), "");
        assertEquals(
                List.of("http://192.0.2.7:7018", "https://[2001:db8::1]:443"),
                settings.mirrors().stream().map(Object::toString).toList());
        refused("each of mirrors", config("", KEY, 1, "/x", new String[] {"192.0.2.7"}));
    }

    @Test
    void wrongValuesNameTheirKey() {
        refused("source", config("ftp://host", KEY, 30, "/x"));
        refused("source", config("not an address", KEY, 30, "/x"));
        refused("authority.key", config("", "", 30, "/x"));
        refused("authority.key", config("", "00".repeat(32), 30, "/x"));
        refused("authority.key", config("", "zz".repeat(32), 30, "/x"));
        refused("poll.seconds", config("", KEY, 0, "/x"));
        refused("cache", config("", KEY, 30, ""));
        refused("cache", config("", KEY, 30, "\0"));
    }

    @Test
    void nonsenseIsRefusedInOneSentence() {
        Map<String, Object> right = Map.of("source", "http://127.0.0.1:7017", "authority_key", KEY);
        ConfigFuzz.run(NetMapConfig.class, right, config -> NetMapSettings.of(config, "/data"));
    }

    private static void refused(String key, NetMapConfig config) {
        Port17Exception e = assertThrows(Port17Exception.class, () -> NetMapSettings.of(config, ""));
        assertTrue(e.getMessage().startsWith(key), e.getMessage());
    }

    private static NetMapConfig config(String source, String key, int poll, String cache) {
        return config(source, key, poll, cache, new String[0]);
    }

    @SuppressWarnings("BadAnnotationImplementation")
    private static NetMapConfig config(String source, String key, int poll, String cache, String[] mirrors) {
        return new NetMapConfig() {
            @Override
            public String network() {
                return "";
            }

            @Override
            public String source() {
                return source;
            }

            @Override
            public String authority_key() {
                return key;
            }

            @Override
            public String[] mirrors() {
                return mirrors;
            }

            @Override
            public int poll_seconds() {
                return poll;
            }

            @Override
            public String cache() {
                return cache;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return NetMapConfig.class;
            }
        };
    }
}
