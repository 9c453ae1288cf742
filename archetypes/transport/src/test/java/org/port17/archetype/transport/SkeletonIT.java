package org.port17.archetype.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Looks at what the nested build made of the generated project: a green nested build could also have done nothing. */
class SkeletonIT {
    private final Path project = Path.of(System.getProperty("skeleton"));

    @Test
    void contractRanOnTheGeneratedTransport() throws Exception {
        Element suite = xml("target/surefire-reports/TEST-org.example.skeleton.SkeletonTransportTest.xml");
        assertTrue(Integer.parseInt(suite.getAttribute("tests")) >= 20, "ran " + suite.getAttribute("tests"));
        for (String trouble : List.of("failures", "errors", "skipped")) {
            assertEquals("0", suite.getAttribute(trouble), trouble);
        }
    }

    @Test
    void bundleOffersItsServiceAndExportsNothing() throws Exception {
        try (JarFile bundle = new JarFile(jar().toFile())) {
            assertNotNull(bundle.getEntry("OSGI-INF/org.example.skeleton.xml"), "the component's description");
            assertNull(bundle.getManifest().getMainAttributes().getValue("Export-Package"));
            String imports = bundle.getManifest().getMainAttributes().getValue("Import-Package");
            assertTrue(imports.contains("org.port17.spi.transport"), imports);
            assertFalse(bundle.stream().anyMatch(entry -> entry.getName().startsWith("org/port17/")), "embeds Port17");
        }
    }

    @Test
    void featureInstallsThisBuild() throws Exception {
        Element features = xml("target/feature/feature.xml");
        String url = features.getElementsByTagName("bundle").item(0).getTextContent();
        assertEquals(jar().toRealPath(), Path.of(URI.create(url)).toRealPath());
    }

    @Test
    void nothingIsLeftToFillIn() throws Exception {
        try (Stream<Path> files = Files.walk(project.resolve("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                for (String unfilled :
                        List.of("${className}", "${scheme}", "${package}", "${port17Version}", "__className__")) {
                    assertFalse(text.contains(unfilled), file.getFileName() + " still holds " + unfilled);
                }
            }
        }
    }

    private Path jar() {
        return project.resolve("target/skeleton-1.0.0.jar");
    }

    private Element xml(String name) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(project.resolve(name).toFile())
                .getDocumentElement();
    }
}
