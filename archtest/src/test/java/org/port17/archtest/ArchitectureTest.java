package org.port17.archtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.port17.api.forbidden.UsesLink;
import org.port17.cell.forbidden.UsesNetty;

class ArchitectureTest {
    /** The library bundle holds no class of ours. */
    private static final Set<String> WITHOUT_CODE = Set.of("bc");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.port17");

    @Test
    void bundlesUseOnlyWhatTheyMay() {
        assertEquals(List.of(), List.copyOf(Architecture.violations(OURS)));
    }

    @Test
    void theAllowedArrowsHaveNoCycle() {
        assertEquals(List.of(), Architecture.cycle());
    }

    /** A bundle that the table or this module's class path lacks would not be checked at all. */
    @Test
    void everyBundleIsLookedAt() throws IOException {
        try (var folders = Files.list(Path.of(System.getProperty("bundles")))) {
            Set<String> present = folders.map(f -> f.getFileName().toString().replaceFirst("org\\.port17\\.", ""))
                    .filter(name -> !WITHOUT_CODE.contains(name))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(present, new TreeSet<>(Architecture.bundles()));
        }
        Set<String> seen = OURS.stream()
                .flatMap(c -> Architecture.bundleOf(c.getPackageName()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Architecture.bundles()), seen);
    }

    @Test
    void aForbiddenArrowIsFound() {
        assertTrue(reported(UsesLink.class).contains("api -> link"));
        assertTrue(reported(UsesNetty.class).contains("cell -> io.netty"));
    }

    private static String reported(Class<?> offender) {
        return String.join("\n", Architecture.violations(new ClassFileImporter().importClasses(offender)));
    }
}
