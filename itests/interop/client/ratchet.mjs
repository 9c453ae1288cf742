// protocol-suite.md, sections 3 to 6: epochs, chains, steps, the one-time layer and export.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { check, concat, Reader, u16, u32, u64, u8, xor } from './bytes.mjs';
import { hex, suite as suiteOf } from './suites.mjs';
import { dh } from './xwing.mjs';

export const LINK = 1;
export const ONION = 2;
export const C2R = 1;
export const R2C = 2;

const PHASE = 256;
const MESSAGES = 65_280;
const FILLER = 24;
const CONFIRM = 16;

const digest = (suite, ...parts) => createHash(suite.hash).update(concat(...parts)).digest();
const extract = (suite, salt, ikm) => createHmac(suite.hash, salt).update(ikm).digest();

function expand(suite, secret, info, n) {
  const blocks = [];
  let block = Buffer.alloc(0);
  for (let i = 1; i * suite.N < n + suite.N; i++) {
    block = createHmac(suite.hash, secret).update(concat(block, info, u8(i))).digest();
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, n);
}

function d(suite, secret, label, data, n) {
  const name = Buffer.from('P17 ' + label);
  return expand(suite, secret, concat(u16(n), u8(name.length), name, data), n);
}

const NONE = Buffer.alloc(0);

/** The messages of one direction in one epoch. */
class Chain {
  constructor(suite, direction, key) {
    this.suite = suite;
    this.direction = direction;
    this.messages = 0;
    this.enter(key);
  }

  enter(chainKey) {
    const [key, iv, filler, next] = [['key', 32], ['iv', 12], ['filler', 32], ['next', this.suite.N]].map(([label, n]) =>
      d(this.suite, chainKey, label, NONE, n));
    Object.assign(this, { key, iv, next, fillers: this.suite.cipher.filler(filler, PHASE * FILLER) });
    this.counter = 0;
    chainKey.fill(0);
  }

  nonce() {
    return xor(this.iv, concat(u32(0), u64(this.counter)));
  }

  aad(kind) {
    return concat(u16(this.suite.id), u8(kind), u8(this.direction));
  }

  advance() {
    this.messages++;
    if (++this.counter === PHASE) {
      this.enter(this.next);
    }
  }

  seal(kind, plain) {
    check(this.messages < MESSAGES, 'the epoch is used up');
    const sealed = this.suite.cipher.seal(this.key, this.nonce(), this.aad(kind), plain);
    this.advance();
    return sealed;
  }

  open(kind, sealed) {
    check(this.messages < MESSAGES, 'the epoch is used up');
    const plain = this.suite.cipher.open(this.key, this.nonce(), this.aad(kind), sealed);
    this.advance();
    return plain;
  }

  keystream(n) {
    return this.suite.cipher.keystream(this.key, this.nonce(), n);
  }

  filler() {
    return this.fillers.subarray(FILLER * this.counter, FILLER * (this.counter + 1));
  }
}

export class Epoch {
  constructor(suite, number, transcript, root) {
    this.suite = suite;
    this.number = number;
    this.transcript = transcript;
    const from = (label) => d(suite, root, label, NONE, suite.N);
    this.chains = { [C2R]: new Chain(suite, C2R, from('c2r')), [R2C]: new Chain(suite, R2C, from('r2c')) };
    this.old = from('root');
    this.exporter = from('export');
    this.oneTime = number === 0 ? from('onetime') : null;
    this.confirm = d(suite, root, 'confirm', transcript, CONFIRM);
    root.fill(0);
  }

  static first(suite, use, prekey, context, share, secret) {
    const transcript = digest(suite, 'P17/1 init', u16(suite.id), u8(use), prekey, u32(context.length), context, share);
    return new Epoch(suite, 0, transcript, extract(suite, transcript, secret));
  }

  /** The epoch after this one, which gives its old secret away and cannot be stepped from again. */
  after(suite, key, share, secret) {
    const number = this.number + 1;
    const ids = concat(u16(this.suite.id), u16(suite.id));
    const transcript = digest(suite, 'P17/1 step', ids, u32(number), this.transcript, key, share);
    const salt = d(this.suite, this.old, 'salt', transcript, this.suite.N);
    return new Epoch(suite, number, transcript, extract(suite, salt, secret));
  }

  export(label, context, n) {
    const name = Buffer.from(label);
    return d(this.suite, this.exporter, 'export', concat(u8(name.length), name, context), n);
  }

  oneTimeLayer(label) {
    const [key, nonce, fillerKey] = [['key', 32], ['iv', 12], ['filler', 32]].map(([part, n]) =>
      d(this.suite, this.oneTime, 'onetime ' + part, Buffer.from(label), n));
    const cipher = this.suite.cipher;
    return {
      seal: (aad, plain) => cipher.seal(key, nonce, aad, plain),
      keystream: (n) => cipher.keystream(key, nonce, n),
      filler: (n) => cipher.filler(fillerKey, n),
    };
  }
}

export const prekeyKem = (suite, use) => (use === LINK ? suite.kem : dh);

/** The client's end of a ratchet: it alone offers. */
export class Initiator {
  constructor(suiteId, use, prekey, context, random) {
    const suite = suiteOf(suiteId);
    const kem = prekeyKem(suite, use);
    const { share, secret } = kem.encapsulate(prekey, random(kem.random));
    this.random = random;
    this.share = share;
    this.epoch = Epoch.first(suite, use, prekey, context, share, secret);
    this.sending = this.epoch.chains[C2R];
    this.receiving = this.epoch.chains[R2C];
    this.offered = null;
    this.suitesSeen = 0;
    /** Every epoch that this ratchet was in: number and suite. */
    this.history = [{ epoch: 0, suite: hex(suiteId) }];
  }

  /** Whether both directions run under the newest epoch, so that an offer may be made. */
  get settled() {
    return this.sending === this.epoch.chains[C2R] && this.receiving === this.epoch.chains[R2C];
  }

  get mustSwitch() {
    return this.sending !== this.epoch.chains[C2R];
  }

  offer(suiteId = this.epoch.suite.id) {
    check(this.settled && !this.offered, 'an offer too early');
    const suite = suiteOf(suiteId);
    const pair = suite.kem.keyPair(this.random(32));
    this.offered = { suite, number: this.epoch.number + 1, pair };
    return concat(u16(suiteId), u32(this.offered.number), pair.public);
  }

  answer(bytes) {
    const offered = this.offered;
    check(offered, 'an answer without an offer');
    const r = new Reader(bytes);
    check(r.u16() === offered.suite.id && r.u32() === offered.number, 'an answer to something else');
    const { kem } = offered.suite;
    const share = r.take(kem.shareLength);
    const confirm = r.take(CONFIRM);
    r.end();
    const next = this.epoch.after(offered.suite, offered.pair.public, share, kem.decapsulate(offered.pair, share));
    check(timingSafeEqual(next.confirm, confirm), 'TAMPERED');
    this.epoch = next;
    this.offered = null;
    this.suitesSeen = 0;
    this.history.push({ epoch: next.number, suite: hex(next.suite.id) });
  }

  /** SUITES: what the responder permits; takes an offer back or only tells. */
  suites(bytes) {
    const r = new Reader(bytes);
    const refused = r.u32();
    const permitted = Array.from({ length: r.u8() }, () => r.u16());
    r.end();
    check(permitted.length <= 32 && new Set(permitted).size === permitted.length, 'a list of suites');
    check(++this.suitesSeen <= 8, 'too many SUITES');
    if (refused !== 0) {
      check(this.offered && refused === this.offered.number, 'a refusal of nothing');
      this.offered = null;
    }
    return { refused, permitted };
  }

  switchSending() {
    check(this.mustSwitch, 'no epoch to switch to');
    this.sending = this.epoch.chains[C2R];
  }

  switchReceiving() {
    check(this.receiving !== this.epoch.chains[R2C], 'a switch to no epoch');
    this.receiving = this.epoch.chains[R2C];
  }
}
