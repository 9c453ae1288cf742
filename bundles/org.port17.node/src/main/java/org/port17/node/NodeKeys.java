package org.port17.node;

import java.nio.file.Path;
import org.port17.api.Port17Exception;
import org.port17.netmap.format.MlDsaKey;
import org.port17.netmap.format.SigningKey;
import org.port17.netmap.store.KeyFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node signs with.
 *
 * @param identity is the node's id
 * @param second signs prekeys too, of suites that ask for it; the node's record vouches for it
 * @param made whether this is the node's first start
 */
record NodeKeys(SigningKey identity, MlDsaKey second, boolean made) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeKeys.class);

    /** Loads the keys, or makes those that are missing. */
    static NodeKeys open(Path state) throws Port17Exception {
        KeyFile<SigningKey> identity = KeyFile.open(state.resolve("identity.key"), "the node's identity key");
        warn(identity.wasOpen(), "identity");
        KeyFile<MlDsaKey> second = KeyFile.openMlDsa(state.resolve("mldsa.key"), "the node's ML-DSA key");
        warn(second.wasOpen(), "ML-DSA");
        return new NodeKeys(identity.key(), second.key(), identity.made());
    }

    private static void warn(boolean wasOpen, String which) {
        if (wasOpen) {
            LOG.warn("others could read the node's {} key; the file's mode is 0600 now. Consider a new key.", which);
        }
    }

    @Override
    public void close() {
        identity.close();
        second.close();
    }

    @Override
    public String toString() {
        return "keys of a node";
    }
}
