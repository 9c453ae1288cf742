// Checks the primitives and the key schedule against the frozen known-answers.json of the suite bundles, and steps
// between suites against switch-known-answers.json.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { check, concat, Reader } from './bytes.mjs';
import { C2R, Epoch, Initiator, LINK, ONION, prekeyKem, R2C } from './ratchet.mjs';
import { suite } from './suites.mjs';

const CHUNK = 50;
const LAST_MESSAGE = 700;
const SWITCH_KIND = 0x42;

/** How many values were compared; all of a file or none. */
export function knownAnswers(file) {
  const answers = JSON.parse(readFileSync(file, 'utf8'));
  const tables = answers.runs ?? [];
  return answers.values
    ? ofSuite(answers.id, 'link', LINK, answers.values) + ofSuite(answers.id, 'onion', ONION, answers.values)
    : tables.map(ofSwitches).reduce((a, b) => a + b);
}

/** The values under a prefix, each to be compared once but for those that are input. */
class Table {
  constructor(values, prefix = '') {
    this.values = values;
    this.prefix = prefix;
    this.open = new Set(Object.keys(values).filter((k) => k.startsWith(prefix)));
    this.compared = 0;
  }

  has(key) {
    return this.values[this.prefix + key] !== undefined;
  }

  input(key) {
    check(this.has(key), `${this.prefix}${key} is missing`);
    this.open.delete(this.prefix + key);
    return Buffer.from(this.values[this.prefix + key], 'hex');
  }

  same(key, bytes) {
    check(this.input(key).equals(bytes), `${this.prefix}${key} differs`);
    this.compared++;
  }

  end() {
    check(this.open.size === 0, `not compared: ${[...this.open].join(' ')}`);
    return this.compared;
  }
}

/** Both ends at once: a responder has its epochs from the same shares. */
function begin(table, id, use, random) {
  const kem = prekeyKem(suite(id), use);
  const pair = kem.keyPair(table.input('random.prekey'));
  table.same('prekey', pair.public);
  random.push(table.input('random.share'));
  const ratchet = new Initiator(id, use, pair.public, table.input('context'), () => random.shift());
  table.same('share', ratchet.share);
  const secret = kem.decapsulate(pair, ratchet.share);
  const twin = Epoch.first(suite(id), use, pair.public, table.input('context'), ratchet.share, secret);
  check(twin.confirm.equals(ratchet.epoch.confirm), 'the two ends differ');
  return ratchet;
}

function step(table, ratchet, to, random) {
  random.push(table.input('random.offer'));
  const offer = ratchet.offer(to);
  table.same('offer', offer);
  const answer = respond(ratchet.epoch, offer, table.input('random.answer'));
  table.same('answer', answer);
  ratchet.answer(answer);
  ratchet.switchSending();
  ratchet.switchReceiving();
}

/** What a responder answers. */
function respond(epoch, offer, random) {
  const r = new Reader(offer);
  const to = suite(r.u16());
  check(r.u32() === epoch.number + 1, 'the epoch of an offer');
  const key = r.take(r.left);
  const { share, secret } = to.kem.encapsulate(key, random);
  return concat(offer.subarray(0, 6), share, epoch.after(to, key, share, secret).confirm);
}

function ofSuite(id, name, use, values) {
  const table = new Table(values, name + '.');
  const random = [];
  const ratchet = begin(table, id, use, random);
  const context = table.input('context');
  const plain = table.input('plain');
  const layer = ratchet.epoch.oneTimeLayer('build');
  table.same('onetime.sealed', layer.seal(context, plain));
  table.same('onetime.keystream', layer.keystream(table.input('onetime.keystream').length));
  table.same('onetime.filler.sha256', createHash('sha256').update(layer.filler(3_000)).digest());
  traffic(table, ratchet.epoch, context, plain);
  step(table, ratchet, id, random);
  traffic(table, ratchet.epoch, context, plain);
  return table.end();
}

function traffic(table, epoch, context, plain) {
  table.same(`epoch${epoch.number}.export`, epoch.export('known answer', context, 40));
  for (const [direction, label] of [[C2R, 'c2r'], [R2C, 'r2c']]) {
    const chain = epoch.chains[direction];
    for (let n = 0; n <= LAST_MESSAGE; n++) {
      const key = `epoch${epoch.number}.${label}.${n}`;
      if (table.has(`${key}.sealed`)) {
        table.same(`${key}.keystream`, chain.keystream(CHUNK));
        table.same(`${key}.filler`, chain.filler());
        table.same(`${key}.sealed`, chain.seal(n % 2 === 0 ? 0x53 : 0x42, plain));
      } else {
        chain.seal(0, plain);
      }
    }
  }
}

function ofSwitches(run) {
  const { from, to, epochs, seed, ...values } = run;
  check(seed === from * 65_536 + to, 'the seed of a run');
  const table = new Table(values);
  const random = [];
  const ratchet = begin(table, from, ONION, random);
  const plain = table.input('plain');
  const compared = epochs.map((epoch, i) => {
    const part = new Table(epoch);
    if (i > 0) {
      step(part, ratchet, i === epochs.length - 1 ? from : to, random);
    }
    part.same('export', ratchet.epoch.export('known answer', table.input('context'), 40));
    part.same('c2r.sealed', ratchet.sending.seal(SWITCH_KIND, plain));
    part.same('r2c.sealed', ratchet.receiving.seal(SWITCH_KIND, plain));
    return part.end();
  });
  return compared.reduce((a, b) => a + b, table.end());
}
