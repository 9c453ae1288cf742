// The second client: builds a route, ratchets, switches suites and downloads. Prints one line of JSON, see ../README.md.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { check } from './bytes.mjs';
import { Circuit } from './circuit.mjs';
import { download } from './download.mjs';
import { knownAnswers } from './known-answers.mjs';
import { Link } from './link.mjs';
import { network } from './netmap.mjs';
import { LINK, ONION } from './ratchet.mjs';
import { flippedByte, replayedBuild, stale, stalePrekey } from './refusals.mjs';
import { AES_GCM, CHACHA_POLY, hex, known, ML_DSA } from './suites.mjs';
import { dialable, exchange } from './wire.mjs';

const LIMIT_MILLIS = 150_000;
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

function route(net, suite) {
  const usable = net.nodes.filter((n) => n.endpoints.length > 0 && net.prekey(n, ONION, suite));
  // What it says to the origin is not encrypted.
  const exit = pick(usable.filter((n) => n.exit && n.trusted), []);
  const entry = pick(usable.filter((n) => net.prekey(n, LINK, suite) && dialable(n)), [exit]);
  const middle = pick(usable.filter((n) => n.suites.includes(CHACHA_POLY)), [entry, exit]);
  return [entry, middle, exit].map((node) => ({ node, prekey: net.prekey(node, ONION, suite) }));
}

/** A link to the entry of a route. It begins with an old prekey, whose place the node's RETRY takes. */
const staleLink = (net, path, ended) =>
  new Link(net, path[0].node, stale(net.prekey(path[0].node, LINK, path[0].prekey.suite)), ended);

/** In the suite whose records are signed twice a stale prekey costs no more than in others. */
async function signedTwice(net) {
  const path = route(net, ML_DSA);
  let linkEnded;
  const broken = new Promise((done, failed) => (linkEnded = failed));
  const link = staleLink(net, path, linkEnded);
  const newCircuit = (over) => new Circuit(link, over, net.suites.filter(known));
  const tell = async () => {
    await link.open();
    await link.welcomed;
    const staleAt = { entry: await stalePrekey(newCircuit, path, 0), middle: await stalePrekey(newCircuit, path, MIDDLE) };
    link.close();
    return { retries: link.retries, staleAt };
  };
  return Promise.race([tell(), broken]);
}

/** A download whose CONNECT and request lie in the BUILD. On the way every hop steps, and more, in the order below. */
async function busyDownload(link, circuit, origin) {
  const steps = [];
  let bytes = 0;
  circuit.onStep = (hop, epoch) => steps.push({ hop, epoch: epoch.number, suite: hex(epoch.suite.id), at: bytes });
  const all = () => Promise.all(circuit.hops.map((hop, i) => circuit.step(i)));
  const plan = [
    () => all(),
    () => circuit.step(MIDDLE, CHACHA_POLY),
    () => link.step(CHACHA_POLY),
    () => link.breakAndResume(),
    () => link.step(AES_GCM),
    () => circuit.step(MIDDLE, AES_GCM),
    () => all(),
  ];
  let begun = 0;
  let work = Promise.resolve();
  const then = (task) => {
    work = work.then(task);
    // Whoever awaits it below hears of a failure; until then it is not an unhandled one.
    work.catch(() => {});
  };
  const progress = (soFar, total) => {
    bytes = soFar;
    while (begun < plan.length && soFar >= ((begun + 1) * total) / (plan.length + 2)) {
      then(plan[begun++]);
    }
  };
  const whole = download(circuit, 1, origin, progress, (frames) => circuit.build(frames));
  then(() => circuit.firstSteps());
  const result = await whole;
  await work;
  circuit.settle();
  return { ...result, steps };
}

async function story(net, link, path) {
  const [, host, port] = /^(.*):(\d+)$/.exec(options.origin);
  const origin = { host, port: Number(port), path: options.path };
  const accepted = net.suites.filter(known);
  const newCircuit = (over = path) => new Circuit(link, over, accepted);
  await link.open();
  const circuit = newCircuit();
  const first = await busyDownload(link, circuit, origin);
  log('downloaded, every hop under a newer epoch');
  const refused = {
    flippedByte: await flippedByte(link, newCircuit()),
    replayedBuild: await replayedBuild(link, circuit.blob),
    bytesForReplayedHello: await exchange(path[0].node, link.hello),
  };
  const staleAt = { entry: await stalePrekey(newCircuit, path, 0), middle: await stalePrekey(newCircuit, path, MIDDLE) };
  log('refused what had to be refused');
  // Nothing of this touched the first circuit.
  const again = await download(circuit, 2, origin);
  circuit.destroy();
  link.close();
  return {
    ...first,
    hops: circuit.hops.map((h) => h.ratchet.history),
    link: { connections: link.histories, resent: link.resent, retries: link.retries },
    refused,
    staleAt,
    again: again.sha256,
  };
}

async function run() {
  const compared = options['known-answers'].map(knownAnswers);
  const net = await network(options.authority, Buffer.from(options.key, 'hex'));
  const path = route(net, AES_GCM);
  const names = path.map((p) => p.node.name);
  log(`map ${net.epoch} of network ${net.network}: ${net.nodes.length} nodes; route ${names.join(' ')}`);
  let linkEnded;
  const broken = new Promise((done, failed) => (linkEnded = failed));
  const told = await Promise.race([story(net, staleLink(net, path, linkEnded), path), broken]);
  const twice = await signedTwice(net);
  log('the same with records that are signed twice');
  return {
    knownAnswers: compared, network: net.network, mapEpoch: net.epoch, nodes: net.nodes.length, route: names, ...told, signedTwice: twice,
  };
}

setTimeout(() => {
  log('no end');
  process.exit(3);
}, LIMIT_MILLIS).unref();
run().then(
  (result) => {
    console.log(JSON.stringify(result));
    process.exit(0);
  },
  (error) => {
    log(error.stack);
    process.exit(1);
  },
);
