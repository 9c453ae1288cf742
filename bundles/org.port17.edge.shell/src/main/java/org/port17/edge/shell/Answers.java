package org.port17.edge.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.karaf.shell.support.CommandException;
import org.port17.api.Port17Exception;
import org.port17.api.view.Inspection;

/** Waits for what the core answers from its loop; a failure becomes one sentence. */
final class Answers {
    static final long PATIENCE_SECONDS = 5;

    private Answers() {}

    /** What all parts say, put together. */
    static <T> List<T> all(List<Inspection> parts, Function<Inspection, CompletionStage<List<T>>> question)
            throws CommandException {
        List<CompletionStage<List<T>>> asked = parts.stream().map(question).toList();
        List<T> all = new ArrayList<>();
        for (CompletionStage<List<T>> answer : asked) {
            all.addAll(one(answer));
        }
        return all;
    }

    static <T> T one(CompletionStage<T> answer) throws CommandException {
        try {
            return answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandException("The node did not answer within " + PATIENCE_SECONDS + " s: it is overloaded.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("The command was interrupted.");
        } catch (ExecutionException e) {
            Throwable cause =
                    e.getCause() instanceof CompletionException c && c.getCause() != null ? c.getCause() : e.getCause();
            throw cause instanceof Port17Exception known
                    ? refused(known)
                    : new CommandException("The node failed to answer; its log says why.", cause);
        }
    }

    static CommandException refused(Port17Exception e) {
        String message = e.getMessage();
        return new CommandException(Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
    }
}
