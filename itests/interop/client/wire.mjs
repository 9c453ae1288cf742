// How a node is reached: transport "tcp", which puts a link's bytes on a TCP connection as they are.
import { connect } from 'node:net';
import { check } from './bytes.mjs';

export const dialable = (node) => node.endpoints.some((e) => e.startsWith('tcp:'));

function address(node) {
  check(dialable(node), `${node.name} has no tcp endpoint`);
  const [, host, port] = /^tcp:\[?(.*?)\]?:(\d+)$/.exec(node.endpoints.find((e) => e.startsWith('tcp:')));
  return { host, port: Number(port), noDelay: true };
}

/** @param events received(bytes) and closed() */
export async function dial(node, events) {
  const socket = connect(address(node));
  await new Promise((done, failed) => socket.once('connect', done).once('error', failed));
  let over = false;
  socket.on('error', () => {});
  socket.on('data', (bytes) => over || events.received(bytes));
  socket.on('close', () => over || events.closed());
  return {
    write: (bytes) => socket.write(bytes),
    close() {
      over = true;
      socket.end();
    },
    abort() {
      over = true;
      socket.destroy();
    },
  };
}

/** How many bytes come back when these are sent over a connection of their own, all until its end. */
export async function exchange(node, bytes) {
  let count = 0;
  let ended;
  const end = new Promise((done) => (ended = done));
  const connection = await dial(node, { received: (more) => (count += more.length), closed: () => ended() });
  connection.write(bytes);
  await end;
  return count;
}
