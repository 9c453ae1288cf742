/** ChaCha20-Poly1305 of the JDK as a {@link org.port17.suite.kit.BulkCipher}. */
package org.port17.suite.kit.chacha;
