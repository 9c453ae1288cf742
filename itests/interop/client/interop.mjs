// The second client: builds a route, ratchets, switches suites and downloads. Prints one line of JSON, see ../README.md.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { check, concat } from './bytes.mjs';
import { Circuit } from './circuit.mjs';
import { download } from './download.mjs';
import { knownAnswers } from './known-answers.mjs';
import { BUILD, CELL, exchange, Link, SMALL } from './link.mjs';
import { network } from './netmap.mjs';
import { sealCell } from './onion.mjs';
import { LINK, ONION } from './ratchet.mjs';
import { AES_GCM, CHACHA_POLY, known } from './suites.mjs';

const LIMIT_MILLIS = 150_000;
const FIRST_OFFERS_MILLIS = 20;
const MIDDLE = 1;

const { values: options } = parseArgs({
  options: {
    authority: { type: 'string' },
    key: { type: 'string' },
    origin: { type: 'string' },
    path: { type: 'string', default: '/' },
    'known-answers': { type: 'string', multiple: true, default: [] },
  },
});

const log = (text) => console.error(text);

function pick(candidates, taken) {
  const free = candidates.filter((n) => !taken.includes(n));
  check(free.length > 0, 'no node for a hop');
  return free[randomInt(free.length)];
}

function route(net) {
  const usable = net.nodes.filter((n) => n.endpoints.length > 0 && net.prekey(n, ONION, AES_GCM));
  const exit = pick(usable.filter((n) => n.exit), []);
  const entries = usable.filter((n) => net.prekey(n, LINK, AES_GCM) && n.endpoints.some((e) => e.startsWith('tcp:')));
  const entry = pick(entries, [exit]);
  const middle = pick(usable.filter((n) => n.suites.includes(CHACHA_POLY)), [entry, exit]);
  return [entry, middle, exit].map((node) => ({ node, prekey: net.prekey(node, ONION, AES_GCM) }));
}

/** Builds a circuit and takes the first step with every hop. */
async function build(link, path, accepted) {
  const circuit = new Circuit(link, path, accepted);
  circuit.build();
  await new Promise((done) => setTimeout(done, FIRST_OFFERS_MILLIS));
  await Promise.all(path.map((hop, i) => circuit.step(i)));
  circuit.settle();
  return circuit;
}

/** Downloads; on the way every hop steps, the middle one leaves its suite and comes back, and the link resumes. */
async function main(link, circuit, origin) {
  const steps = [];
  let bytes = 0;
  circuit.onStep = (hop, epoch) => steps.push({ hop, epoch: epoch.number, suite: epoch.suite.id, at: bytes });
  const all = (suite) => Promise.all(circuit.hops.map((hop, i) => circuit.step(i, suite)));
  const plan = [
    () => all(),
    () => circuit.step(MIDDLE, CHACHA_POLY),
    () => link.resume(),
    () => circuit.step(MIDDLE, AES_GCM),
    () => all(),
  ];
  let work = Promise.resolve();
  let begun = 0;
  const parts = plan.length + 2;
  let failure = null;
  const result = await download(circuit, 1, origin, (so, total) => {
    bytes = so;
    while (begun < plan.length && so >= ((begun + 1) * total) / parts) {
      work = work.then(plan[begun++]).catch((e) => (failure ??= e));
    }
  });
  await work;
  if (failure) {
    throw failure;
  }
  circuit.settle();
  return { ...result, steps };
}

/** A bit turned over on the way: the node that finds it ends the circuit. */
async function flippedByte(link, path, accepted) {
  const circuit = await build(link, path, accepted);
  const cell = sealCell(circuit.hops, circuit.last, SMALL, Buffer.alloc(0));
  cell[1_000] ^= 1;
  link.send(CELL, circuit.number, cell);
  return circuit.over;
}

/** The same BUILD once more, as another circuit. */
async function replayedBuild(link, blob) {
  return new Promise((done, failed) => {
    const number = link.attach({ destroyed: () => done('DESTROY'), cell: () => failed(new Error('a replay was answered')) });
    blob.forEach((half) => link.send(BUILD, number, half));
  });
}

async function run() {
  const compared = options['known-answers'].map(knownAnswers);
  const net = await network(options.authority, Buffer.from(options.key, 'hex'));
  const path = route(net);
  const accepted = net.suites.filter(known);
  const [, host, port] = /^(.*):(\d+)$/.exec(options.origin);
  const origin = { host, port: Number(port), path: options.path };

  let linkEnded;
  const broken = new Promise((done, failed) => (linkEnded = failed));
  const entry = path[0].node;
  const link = new Link(entry, net.prekey(entry, LINK, AES_GCM), linkEnded);
  const story = async () => {
    await link.open();
    const hello = link.hello;
    const circuit = await build(link, path, accepted);
    log(`three hops ratchet: ${path.map((p) => p.node.name).join(' ')}`);
    const first = await main(link, circuit, origin);
    log('downloaded');
    const refused = {
      flippedByte: await flippedByte(link, path, accepted),
      replayedBuild: await replayedBuild(link, circuit.blob),
      replayedHelloBytes: await exchange(entry, hello),
    };
    // Nothing of this touched the first circuit.
    const again = await download(circuit, 2, origin);
    circuit.destroy();
    link.close();
    return {
      knownAnswers: compared,
      network: net.network,
      mapEpoch: net.epoch,
      nodes: net.nodes.length,
      route: path.map((p) => p.node.name),
      ...first,
      hops: circuit.hops.map((h) => h.ratchet.history),
      link: link.histories,
      refused,
      again: again.sha256,
    };
  };
  return Promise.race([story(), broken]);
}

const late = setTimeout(() => {
  log('no end');
  process.exit(3);
}, LIMIT_MILLIS);
run().then(
  (result) => {
    clearTimeout(late);
    console.log(JSON.stringify(result));
    process.exit(0);
  },
  (error) => {
    log(error.stack);
    process.exit(1);
  },
);
