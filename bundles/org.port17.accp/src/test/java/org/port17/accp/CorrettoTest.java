package org.port17.accp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.accp.Corretto.Machine;

class CorrettoTest {
    private static final String LIBRARY = "com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so";
    private static final String ACCP_FOLDER = "com.amazon.corretto.crypto.provider.tmpdir";

    @TempDir
    Path folder;

    @Test
    void worksHereAndLeavesNothingBehind() throws Exception {
        assumeItsMachine();
        Provider provider = Corretto.provider(Machine.here(), folder);
        assertEquals("AmazonCorrettoCryptoProvider", provider.getName());
        assertNotNull(provider.getService("Cipher", "AES/GCM/NoPadding"));
        assertSame(provider, Corretto.provider(Machine.here(), folder));
        assertNull(Security.getProvider(provider.getName()), "it is nobody else's");
        assertNothingLeft();
    }

    @Test
    void otherMachinesAreLeftAlone() {
        assertUnusable("there is no native library for Mac OS X on amd64", new Machine("Mac OS X", "amd64", false));
        assertUnusable("there is no native library for Linux on aarch64", new Machine("Linux", "aarch64", false));
        assertUnusable("the native library needs glibc", new Machine("Linux", "amd64", true));
    }

    private void assertUnusable(String why, Machine machine) {
        assertEquals(
                why,
                assertThrows(Unusable.class, () -> Corretto.provider(machine, folder))
                        .getMessage());
    }

    @Test
    void aFolderThatCannotBeUsedIsSaid() throws IOException {
        assumeItsMachine();
        Path file = Files.createFile(folder.resolve("file"));
        Unusable failure = assertThrows(Unusable.class, () -> Corretto.provider(Machine.here(), file));
        assertEquals("there is no place to unpack the native library (FileSystemException)", failure.getMessage());
    }

    /** What a noexec mount or another C library does: the loader of the system refuses the file. */
    @Test
    void aLibraryThatDoesNotLoadIsSaid(@TempDir Path override) throws Exception {
        assumeItsMachine();
        Path broken = override.resolve(LIBRARY);
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "no ELF file");
        try (URLClassLoader loader = fresh(override)) {
            Throwable failure = assertThrows(InvocationTargetException.class, () -> provider(loader))
                    .getCause();
            assertEquals("the native library does not load (UnsatisfiedLinkError)", failure.getMessage());
            assertEquals(
                    failure.getMessage(),
                    assertThrows(InvocationTargetException.class, () -> provider(loader))
                            .getCause()
                            .getMessage(),
                    "the second attempt");
            assertNothingLeft();
        }
    }

    /** A refreshed bundle: another class loader in the same process. */
    @Test
    void aSecondClassLoaderDoesNotDisturbTheFirst() throws Exception {
        assumeItsMachine();
        Provider first = Corretto.provider(Machine.here(), folder);
        try (URLClassLoader loader = fresh(folder)) {
            KnownAnswer.check((Provider) provider(loader));
        }
        KnownAnswer.check(first);
        assertNothingLeft();
    }

    private Object provider(URLClassLoader loader) throws ReflectiveOperationException {
        Class<?> machine = loader.loadClass(Machine.class.getName());
        Method here = machine.getDeclaredMethod("here");
        here.setAccessible(true);
        Method provider = loader.loadClass(Corretto.class.getName()).getDeclaredMethod("provider", machine, Path.class);
        provider.setAccessible(true);
        return provider.invoke(null, here.invoke(null), folder);
    }

    private static URLClassLoader fresh(Path override) throws IOException {
        URL[] path = {
            override.toUri().toURL(),
            AmazonCorrettoCryptoProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation(),
            Corretto.class.getProtectionDomain().getCodeSource().getLocation()
        };
        return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
    }

    private void assertNothingLeft() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
        assertNull(System.getProperty(ACCP_FOLDER));
    }

    private static void assumeItsMachine() {
        Machine here = Machine.here();
        assumeTrue(here.system().equals("Linux") && here.processor().equals("amd64") && !here.musl());
    }
}
