package org.port17.edge.socks;

import org.port17.testkit.tunnels.ScriptedStream;

/** A process of its own with a SOCKS edge whose streams send 100,000 bytes and then stay open; to be killed. */
final class SocksChild {
    static final int BYTES = 100_000;

    private SocksChild() {}

    public static void main(String[] arguments) throws Exception {
        SocksBench bench = new SocksBench(stream -> answer(stream));
        System.out.println("PORT " + bench.port.getPort());
        Thread.currentThread().join();
    }

    private static void answer(ScriptedStream stream) {
        stream.connect().give(new byte[BYTES]);
    }
}
