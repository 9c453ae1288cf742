package org.port17.netmap.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.IntConsumer;

/** Collects a response body, and gives up as soon as it is longer than allowed. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    /** One array, whatever the pieces: a body of many tiny ones costs no more than another. */
    private byte[] collected = {};

    private int length;
    private final int max;
    private final IntConsumer moved;
    private Flow.Subscription subscription;

    /** @param moved told of the bytes of each piece */
    BoundedBody(int max, IntConsumer moved) {
        this.max = max;
        this.moved = moved;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            if (result.isDone()) {
                return;
            }
            if (buffer.remaining() > max - length) {
                subscription.cancel();
                collected = new byte[0];
                result.completeExceptionally(new TooLong());
                return;
            }
            int piece = buffer.remaining();
            if (piece > collected.length - length) {
                long twice = Math.max(length + piece, 2L * collected.length);
                collected = Arrays.copyOf(collected, (int) Math.min(max, twice));
            }
            buffer.get(collected, length, piece);
            length += piece;
            moved.accept(piece);
        }
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(Arrays.copyOf(collected, length));
        collected = new byte[0];
    }

    /** The body exceeds its bound. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("response body too long");
        }
    }
}
