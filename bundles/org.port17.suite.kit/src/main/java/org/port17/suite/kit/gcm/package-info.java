/** AES-256-GCM of the JDK as a {@link org.port17.suite.kit.BulkCipher}. */
package org.port17.suite.kit.gcm;
