package org.port17.launcher.cli;

/** A command cannot go on. The message is one sentence that says what to do; the exit code tells scripts. */
public final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;
    /** The command was understood and failed. */
    public static final int FAILED = 1;
    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    private final int exitCode;

    private LaunchException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public static LaunchException failed(String message) {
        return new LaunchException(FAILED, message, null);
    }

    public static LaunchException failed(String message, Throwable cause) {
        return new LaunchException(FAILED, message, cause);
    }

    public static LaunchException usage(String message) {
        return new LaunchException(USAGE, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
