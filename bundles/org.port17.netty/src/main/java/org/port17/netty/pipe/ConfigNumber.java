package org.port17.netty.pipe;

import java.util.function.IntSupplier;
import org.port17.api.ErrorKind;
import org.port17.api.Port17Exception;
import org.port17.api.Retry;

/** Reads whole numbers out of a configuration, with messages that name file and key. */
public final class ConfigNumber {
    private ConfigNumber() {}

    /**
     * @param pid the configuration, without {@code .cfg}
     * @param value the key's method; it fails when the file holds something that is no number
     * @throws Port17Exception CONFIG unless it is a number between the bounds
     */
    public static int within(String pid, String key, IntSupplier value, int least, int most) throws Port17Exception {
        int number;
        try {
            number = value.getAsInt();
        } catch (RuntimeException e) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, Retry.NEVER, "etc/" + pid + ".cfg: " + key + " must be a whole number", e);
        }
        if (number < least || number > most) {
            throw new Port17Exception(
                    ErrorKind.CONFIG, "etc/" + pid + ".cfg: " + key + " must lie between " + least + " and " + most);
        }
        return number;
    }
}
