package org.port17.accp;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Comparator;

/**
 * Loads the provider and tries it. The provider keeps itself and its native library for as long as this class loader
 * lives, whatever became of the first attempt: a bundle that is stopped and started gets the same one again.
 */
final class Corretto {
    /** Where the provider's loader unpacks its native library; it makes a folder of its own in there. */
    private static final String FOLDER = "com.amazon.corretto.crypto.provider.tmpdir";

    private Corretto() {}

    /** @param musl whether the C library of this process is musl, which the native library was not built for */
    record Machine(String system, String processor, boolean musl) {
        static Machine here() {
            return new Machine(System.getProperty("os.name"), System.getProperty("os.arch"), muslIsMapped());
        }

        private static boolean muslIsMapped() {
            try (var maps = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
                return maps.anyMatch(line -> line.contains("/ld-musl-"));
            } catch (IOException | UncheckedIOException e) {
                return false;
            }
        }

        void require() throws Unusable {
            if (!system.equals("Linux") || !processor.equals("amd64")) {
                throw new Unusable("there is no native library for " + system + " on " + processor);
            }
            if (musl) {
                throw new Unusable("the native library needs glibc");
            }
        }
    }

    /**
     * @param folder a private folder is made in it for the native library and is gone on return
     * @throws Unusable where the provider does not work, for whatever reason
     */
    static synchronized Provider provider(Machine machine, Path folder) throws Unusable {
        machine.require();
        try {
            AmazonCorrettoCryptoProvider provider = loaded(folder);
            if (provider.getLoadingError() != null) {
                throw new Unusable("the native library does not load", provider.getLoadingError());
            }
            if (provider.runSelfTests() != SelfTestStatus.PASSED) {
                throw new Unusable("the provider failed its own tests");
            }
            KnownAnswer.check(provider);
            return provider;
        } catch (IOException | UncheckedIOException e) {
            throw new Unusable("there is no place to unpack the native library", e);
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            throw new Unusable("the provider does not work", e);
        }
    }

    /** The native library is loaded when the class is first used; only then the folder matters. */
    private static AmazonCorrettoCryptoProvider loaded(Path folder) throws IOException {
        Path own = Files.createTempDirectory(
                folder, "native", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String before = System.getProperty(FOLDER);
        System.setProperty(FOLDER, own.toString());
        try {
            return AmazonCorrettoCryptoProvider.INSTANCE;
        } finally {
            if (before == null) {
                System.clearProperty(FOLDER);
            } else {
                System.setProperty(FOLDER, before);
            }
            delete(own);
        }
    }

    /** A library that failed to load is left behind by the provider's loader. */
    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
