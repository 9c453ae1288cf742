package org.port17.itests.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;

/** Kinds of destination. */
final class Hosts {
    private Hosts() {}

    /** Sends back what it gets; its FIN follows the client's. */
    static final class Echo implements Origins.Origin {
        @Override
        public void received(Origins.Peer peer, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            peer.write(bytes);
        }

        @Override
        public void finished(Origins.Peer peer) {
            peer.close();
        }
    }

    /** Keeps what it gets. */
    static final class Sink implements Origins.Origin {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        boolean finished;
        boolean reset;
        Origins.Peer peer;

        @Override
        public void connected(Origins.Peer newPeer) {
            peer = newPeer;
        }

        @Override
        public void received(Origins.Peer from, ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            got.writeBytes(bytes);
        }

        @Override
        public void finished(Origins.Peer from) {
            finished = true;
        }

        @Override
        public void reset(Origins.Peer from) {
            reset = true;
        }
    }

    /** Sends {@code total} seeded bytes after the first request, as far as it is read, then its FIN. */
    static final class Source implements Origins.Origin {
        private final Random random;
        private long left;
        private boolean started;
        private boolean writing;
        private boolean closed;

        Source(long seed, long total) {
            this.random = new Random(seed);
            this.left = total;
        }

        static byte[] content(long seed, int total) {
            byte[] all = new byte[total];
            Random random = new Random(seed);
            int at = 0;
            while (at < total) {
                byte[] piece = new byte[Math.min(260_080, total - at)];
                random.nextBytes(piece);
                System.arraycopy(piece, 0, all, at, piece.length);
                at += piece.length;
            }
            return all;
        }

        @Override
        public void received(Origins.Peer peer, ByteBuffer data) {
            started = true;
            room(peer);
        }

        @Override
        public void room(Origins.Peer peer) {
            if (!started || writing) {
                return;
            }
            writing = true;
            while (left > 0 && peer.reading && !peer.dead) {
                byte[] piece = new byte[(int) Math.min(260_080, left)];
                random.nextBytes(piece);
                left -= piece.length;
                peer.write(piece);
            }
            writing = false;
            if (left == 0 && !closed && !peer.dead) {
                closed = true;
                peer.close();
            }
        }
    }
}
