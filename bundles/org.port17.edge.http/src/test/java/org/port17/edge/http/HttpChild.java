package org.port17.edge.http;

import java.nio.charset.StandardCharsets;
import org.port17.testkit.tunnels.ScriptedStream;

/** A process of its own with an HTTP edge whose origins begin an answer without a length; to be killed. */
final class HttpChild {
    static final int BYTES = 100_000;

    private HttpChild() {}

    public static void main(String[] arguments) throws Exception {
        HttpBench bench = new HttpBench(false, HttpChild::answer);
        System.out.println("PORT " + bench.port.getPort());
        Thread.currentThread().join();
    }

    private static void answer(ScriptedStream stream) {
        stream.connect();
        if (stream.request().destination().port() == 80) {
            stream.give("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        stream.give(new byte[BYTES]);
    }
}
