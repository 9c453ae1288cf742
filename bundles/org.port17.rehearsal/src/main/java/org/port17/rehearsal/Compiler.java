package org.port17.rehearsal;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Whether the virtual machine's compiler still works off what ran lately. */
final class Compiler {
    /** A method may take it so long; its time counts when it is done. */
    static final Duration LOOK = Duration.ofMillis(1_500);

    /** So many looks in a row without much work are rest. */
    private static final int CALM = 2;

    /** More than this part of the time is much. */
    private static final int MUCH = 5;

    private final LongSupplier workedMillis;
    private final Duration look;

    Compiler() {
        this(ofTheMachine(), LOOK);
    }

    Compiler(LongSupplier workedMillis, Duration look) {
        this.workedMillis = workedMillis;
        this.look = look;
    }

    /** Where it does not tell it seems to rest. */
    private static LongSupplier ofTheMachine() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler::getTotalCompilationTime
                : () -> 0;
    }

    /**
     * Returns when it rests, or within {@link #LOOK} when nobody wants that any more.
     *
     * @param waiting whether somebody still wants that
     */
    void awaitRest(BooleanSupplier waiting) throws InterruptedException {
        int calm = 0;
        while (calm < CALM && waiting.getAsBoolean()) {
            long before = workedMillis.getAsLong();
            TimeUnit.NANOSECONDS.sleep(look.toNanos());
            boolean much = (workedMillis.getAsLong() - before) * MUCH > look.toMillis();
            calm = much ? 0 : calm + 1;
        }
    }
}
