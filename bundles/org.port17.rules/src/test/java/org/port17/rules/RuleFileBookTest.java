package org.port17.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.port17.api.Destination;
import org.port17.spi.rule.Action;
import org.port17.spi.rule.RuleFileView;
import org.port17.spi.rule.Ruling;

class RuleFileBookTest {
    private static final Destination TO = new Destination("a.example", 443);

    @TempDir
    Path folder;

    @Test
    void aFileWithErrorsLeavesTheOldRulesInForce() throws Exception {
        RuleFileBook book = book("block host a.example");
        AtomicInteger told = new AtomicInteger();
        try (AutoCloseable listening = book.onChange(told::incrementAndGet)) {
            write("block host a.example\nblock hots b.example");
            RuleFileView view = book.reload();
            assertFalse(view.good());
            assertEquals(2, view.errors().get(0).line());
            assertEquals(7, view.errors().get(0).column());
            assertEquals(view, book.file());
            assertEquals(Action.BLOCK, book.ruling("", TO).action());
            assertEquals(0, told.get());

            write("tunnel host a.example level 2");
            assertTrue(book.reload().good());
            assertEquals(2, book.ruling("", TO).level().level());
            assertEquals(1, told.get());
        }
        book.reload();
        assertEquals(1, told.get());
    }

    @Test
    void nothingGetsThroughWhileThereNeverWereGoodRules() throws IOException {
        RuleFileBook book = book("nonsense");
        assertSame(Ruling.NOTHING_UNTIL_MENDED, book.ruling("", TO));
        write("");
        book.reload();
        assertSame(Ruling.TUNNEL_EVERYTHING, book.ruling("", TO));
    }

    @Test
    void aMissingFileMeansNoRulesAtFirstAndTheOldOnesLater() throws IOException {
        RuleFileBook book = new RuleFileBook(file(), Clock.systemUTC());
        assertSame(Ruling.NOTHING_UNTIL_MENDED, book.ruling("", TO));
        assertTrue(book.reload().good());
        assertSame(Ruling.TUNNEL_EVERYTHING, book.ruling("", TO));
        write("block any");
        book.reload();
        Files.delete(file());
        assertFalse(book.reload().good());
        assertEquals(Action.BLOCK, book.ruling("", TO).action());
    }

    @Test
    void whatCannotBeReadIsNoRuleFile() throws IOException {
        Files.createDirectory(file());
        RuleFileBook book = new RuleFileBook(file(), Clock.systemUTC());
        assertTrue(book.reload().errors().get(0).message().contains("cannot be read"));
        assertSame(Ruling.NOTHING_UNTIL_MENDED, book.ruling("", TO));
    }

    /** Whatever becomes of the file, only a rule that says direct of it, in a good file, leads anything past the network. */
    @Test
    void noErrorReloadOrMissingFileMakesAnythingDirect() throws IOException {
        String rule = "direct host a.example\n";
        write(rule);
        RuleFileBook off = new RuleFileBook(file(), Clock.systemUTC());
        off.reload();
        assertSame(Ruling.NOTHING_UNTIL_MENDED, off.ruling("", TO));

        RuleFileBook on = new RuleFileBook(file(), true, Clock.systemUTC());
        assertSame(Ruling.NOTHING_UNTIL_MENDED, on.ruling("", TO));
        assertEquals(1, on.reload().direct());
        assertEquals(Action.DIRECT, on.ruling("", TO).action());
        assertEquals(
                Action.TUNNEL, on.ruling("", new Destination("b.example", 443)).action());

        write("direct host b.example\nnonsense");
        assertFalse(on.reload().good());
        assertEquals(
                Action.TUNNEL, on.ruling("", new Destination("b.example", 443)).action());
        write("");
        on.reload();
        assertEquals(Action.TUNNEL, on.ruling("", TO).action());
        Files.delete(file());
        on.reload();
        assertEquals(Action.TUNNEL, on.ruling("", TO).action());
        RuleFileBook none = new RuleFileBook(file(), true, Clock.systemUTC());
        none.reload();
        assertEquals(Action.TUNNEL, none.ruling("", TO).action());
        write("nonsense\n" + rule);
        RuleFileBook broken = new RuleFileBook(file(), true, Clock.systemUTC());
        broken.reload();
        assertEquals(Action.BLOCK, broken.ruling("", TO).action());
    }

    @Test
    void checkingAFileChangesNothing() throws IOException {
        RuleFileBook book = book("block any");
        Path other = folder.resolve("other");
        Files.writeString(other, "tunnel any\nblock any\n");
        RuleFileView view = book.check(other);
        assertTrue(view.good());
        assertEquals(2, view.rules());
        assertEquals(2, view.warnings().get(0).line());
        assertFalse(book.check(folder.resolve("none")).good());
        assertEquals(Action.BLOCK, book.ruling("", TO).action());
        assertEquals(1, book.file().rules());
    }

    @Test
    void theConsoleSeesRulesInOrderWithTheirHits() throws IOException {
        RuleFileBook book = book("# c\nblock host b.example # d\n\ntunnel any level 2");
        book.ruling("", TO);
        book.ruling("", TO);
        book.explain("", TO);
        assertEquals(
                "[RuleView[line=2, rule=block host b.example, action=block, hits=0], "
                        + "RuleView[line=4, rule=tunnel any level 2, action=tunnel, hits=2]]",
                book.rules().toString());
    }

    /** Readers see one whole file or the other, never a mixture, while it is replaced all the time. */
    @Test
    void rulesAreReplacedInOneStep() throws Exception {
        RuleFileBook book = book("tunnel any level 1");
        AtomicBoolean stop = new AtomicBoolean();
        Destination other = new Destination("b.example", 443);
        Callable<Integer> reader = () -> {
            int seen = 0;
            int last = 0;
            while (!stop.get() || seen < 2) {
                Ruling ruling = book.ruling("", seen % 2 == 0 ? TO : other);
                int level = ruling.level().level();
                assertTrue(level == 1 && ruling.line() == 1 || level == 2 && ruling.line() == 3, ruling.toString());
                seen += level == last ? 0 : 1;
                last = level;
            }
            return seen;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            Callable<Void> writer = () -> {
                for (int i = 0; i < 200; i++) {
                    Path draft = folder.resolve("draft" + Thread.currentThread().getId());
                    Files.writeString(draft, i % 2 == 0 ? "\n\ntunnel any level 2" : "tunnel any level 1");
                    Files.move(draft, file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                    assertTrue(book.reload().good());
                }
                return null;
            };
            Future<Void> one = threads.submit(writer);
            Future<Void> two = threads.submit(writer);
            one.get(60, TimeUnit.SECONDS);
            two.get(60, TimeUnit.SECONDS);
            write("\n\ntunnel any level 2");
            book.reload();
            stop.set(true);
            for (Future<Integer> each : readers) {
                assertTrue(each.get(60, TimeUnit.SECONDS) >= 2);
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void aChangedFileIsReadByItself() throws Exception {
        write("block any");
        RulesService service = new RulesService(file(), false);
        var told = new LinkedBlockingQueue<Boolean>();
        try (AutoCloseable listening = service.onChange(() -> told.add(true))) {
            assertEquals(Action.BLOCK, service.ruling("", TO).action());
            write("tunnel any level 3");
            awaitLevel(service, told, 3);
            Path draft = folder.resolve("draft");
            Files.writeString(draft, "tunnel any level 4");
            Files.move(draft, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            awaitLevel(service, told, 4);
        } finally {
            service.close();
        }
    }

    private static void awaitLevel(RulesService service, LinkedBlockingQueue<Boolean> told, int level)
            throws InterruptedException {
        while (service.explain("", TO).level().level() != level) {
            assertTrue(told.poll(60, TimeUnit.SECONDS) != null, "the change was not noticed");
        }
    }

    @Test
    void aPathThatIsNoneLetsNothingThrough() throws IOException {
        RulesService service = new RulesService(RulesService.place(folder.toString(), "a\0b"), false);
        try {
            assertSame(Ruling.NOTHING_UNTIL_MENDED, service.ruling("", TO));
        } finally {
            service.close();
        }
        assertEquals(folder.resolve("b"), RulesService.place(folder.toString(), "b"));
    }

    private RuleFileBook book(String text) throws IOException {
        write(text);
        RuleFileBook book = new RuleFileBook(file(), Clock.systemUTC());
        book.reload();
        return book;
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Path file() {
        return folder.resolve("port17.rules");
    }
}
