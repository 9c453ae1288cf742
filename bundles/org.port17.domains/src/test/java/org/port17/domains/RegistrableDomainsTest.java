package org.port17.domains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrableDomainsTest {
    private static final RegistrableDomains DOMAINS = new RegistrableDomains();

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "a.b.example.com, example.com",
        "www.example.co.uk, example.co.uk",
        "co.uk, co.uk",
        "com, com",
        "me.github.io, me.github.io",
        "x.me.github.io, me.github.io",
        "a.b.ck, a.b.ck", // *.ck
        "x.a.b.ck, a.b.ck",
        "x.www.ck, www.ck", // !www.ck
        "www.xn--bcher-kva.example.jp, example.jp",
        "a.xn--55qx5d.cn, a.xn--55qx5d.cn", // a suffix in letters
        "a.b.xn--fiqs8s, b.xn--fiqs8s", // a top-level domain in letters
        "a.b.port17test, b.port17test", // unknown to the list
        "port17test, port17test",
        "localhost, localhost",
        "192.0.2.1, 192.0.2.1",
        "2001:db8::1, 2001:db8::1",
    })
    void theDomainSomebodyRegistered(String host, String domain) {
        assertEquals(domain, DOMAINS.of(host));
    }

    /** Always a part of the name that ends where it ends, and its own domain. */
    @Test
    void anyNameHasADomain() {
        Random random = new Random(17);
        String[] labels = {"a", "com", "co", "uk", "github", "io", "ck", "www", "jp", "xn--55qx5d", "cn", "-", "_", "1"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder(labels[random.nextInt(labels.length)]);
            for (int more = random.nextInt(6); more > 0; more--) {
                name.append('.').append(labels[random.nextInt(labels.length)]);
            }
            String host = name.toString();
            String domain = DOMAINS.of(host);
            assertTrue(host.equals(domain) || host.endsWith("." + domain), host);
            assertEquals(domain, DOMAINS.of(domain), host);
        }
    }
}
