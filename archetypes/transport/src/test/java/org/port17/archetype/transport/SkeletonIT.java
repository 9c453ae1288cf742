package org.port17.archetype.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.w3c.dom.Document;

/** What the archetype generates compiles, passes the transport contract, and becomes a bundle with its component. */
class SkeletonIT {
    private final Path project = Path.of(System.getProperty("skeleton"));

    @Test
    void generatedProjectPassesTheContract(@TempDir Path classes) throws Exception {
        compile(classes);
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            Class<?> test = loader.loadClass("org.example.skeleton.SkeletonTransportTest");
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(test))
                    .build();
            SummaryGeneratingListener listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            TestExecutionSummary summary = listener.getSummary();
            assertEquals(
                    List.of(),
                    summary.getFailures().stream()
                            .map(failure ->
                                    failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                            .toList());
            assertTrue(summary.getTestsSucceededCount() >= 20, "ran " + summary.getTestsSucceededCount());
        }
    }

    @Test
    void generatedProjectBecomesABundle(@TempDir Path classes) throws Exception {
        compile(classes);
        try (Builder builder = new Builder();
                Jar content = new Jar(classes.toFile())) {
            builder.setProperty("Bundle-SymbolicName", "skeleton");
            builder.setProperty("-includepackage", "org.example.skeleton");
            builder.setJar(content);
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (Files.exists(Path.of(entry))) {
                    builder.addClasspath(Path.of(entry).toFile());
                }
            }
            Jar bundle = builder.build();
            assertEquals(List.of(), builder.getErrors());
            assertTrue(bundle.exists("OSGI-INF/org.example.skeleton.xml"), "the component's description is missing");
            assertNull(bundle.getManifest().getMainAttributes().getValue("Export-Package"));
            String imports = bundle.getManifest().getMainAttributes().getValue("Import-Package");
            assertTrue(imports.contains("org.port17.spi.transport"), imports);
        }
    }

    @Test
    void generatedFilesAreComplete() throws Exception {
        Document pom = xml("pom.xml");
        assertEquals("skeleton", pom.getElementsByTagName("artifactId").item(0).getTextContent());
        Document feature = xml("src/main/feature/feature.xml");
        assertEquals("features", feature.getDocumentElement().getLocalName());
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                for (String unfilled :
                        List.of("symbol_dollar", "${name}", "${scheme}", "${package}", "${port17Version}")) {
                    assertFalse(text.contains(unfilled), file.getFileName() + " still holds " + unfilled);
                }
            }
        }
    }

    private Document xml(String name) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(project.resolve(name).toFile());
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(project.resolve("src"))) {
            List<Path> java =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(java.size() >= 4, "the project was not generated: " + java);
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-proc:none",
                                    "-Xlint:all,-processing",
                                    "-Werror",
                                    "--release",
                                    "17",
                                    "-classpath",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertTrue(compiled, messages.toString());
        }
    }
}
