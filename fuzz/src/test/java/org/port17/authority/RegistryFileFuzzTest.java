package org.port17.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.Signatures;

/** The authority's registry on disk. Input: the file without the digest at its end, which the test puts there. */
class RegistryFileFuzzTest {
    @FuzzTest
    void fuzz(byte[] input) {
        byte[] digest = Signatures.sha256(input);
        byte[] file = Arrays.copyOf(input, input.length + digest.length);
        System.arraycopy(digest, 0, file, input.length, digest.length);
        try {
            RegistryImage image = RegistryImage.parse(file);
            assertEquals(
                    image.entries().size(),
                    RegistryImage.parse(image.write()).entries().size());
        } catch (Port17Exception e) {
            assertEquals(ErrorKind.CONFIG, e.kind());
        }
    }
}
