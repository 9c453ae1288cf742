package org.port17.domains;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixList;
import org.apache.hc.client5.http.psl.PublicSuffixListParser;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;

/**
 * Finds the part of a host name that somebody registered: {@code example.co.uk} of {@code www.example.co.uk}, {@code
 * me.github.io} of itself. The list comes with this bundle and is as old as its library; a suffix that is too young for it
 * counts as an ordinary name, so two of its customers may then share what is kept apart by domain.
 *
 * <p>From any thread. Making one reads the list and takes some ten milliseconds; a question takes about a microsecond.
 */
public final class RegistrableDomains {
    private static final List<String> PLACES =
            List.of("/org/publicsuffix/list/effective_tld_names.dat", "/mozilla/public-suffix-list.txt");
    private final PublicSuffixMatcher suffixes;

    public RegistrableDomains() {
        try {
            this.suffixes = new PublicSuffixMatcher(read());
        } catch (IOException e) {
            throw new UncheckedIOException("this bundle's own list cannot be read", e);
        }
    }

    private static List<PublicSuffixList> read() throws IOException {
        for (String place : PLACES) {
            try (InputStream list = RegistrableDomains.class.getResourceAsStream(place)) {
                if (list != null) {
                    return new PublicSuffixListParser()
                            .parseByType(new InputStreamReader(list, StandardCharsets.UTF_8)).stream()
                                    .map(RegistrableDomains::registry)
                                    .toList();
                }
            }
        }
        throw new IOException("this bundle holds no list");
    }

    /** The library would take all customers of a private suffix for one; to us it is a suffix like any other. */
    private static PublicSuffixList registry(PublicSuffixList list) {
        return new PublicSuffixList(DomainType.ICANN, list.getRules(), list.getExceptions());
    }

    /**
     * The registrable domain of a host. A public suffix, a name of one label and an address stand for themselves; below a
     * top-level domain that the list does not know, the last two labels count.
     *
     * @param host as {@code Destination} writes it: lower-case ASCII, no trailing dot
     */
    public String of(String host) {
        int lastDot = host.lastIndexOf('.');
        if (lastDot < 0 || host.indexOf(':') >= 0 || digits(host, lastDot + 1)) {
            return host;
        }
        String root = suffixes.getDomainRoot(host);
        if (root == null) {
            return host;
        }
        return root.indexOf('.') >= 0 ? root : host.substring(host.lastIndexOf('.', lastDot - 1) + 1);
    }

    /** No top-level domain is a number, so this is an IPv4 address. */
    private static boolean digits(String host, int start) {
        for (int i = start; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
