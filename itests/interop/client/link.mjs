// protocol-link.md: one link to an entry, its records, counts and resumption.
import { randomBytes } from 'node:crypto';
import { check, concat, u16, u32, u8 } from './bytes.mjs';
import { Received, Sent } from './counts.mjs';
import { hello, welcome, WELCOME, WELCOME_TYPE } from './greeting.mjs';
import { dial } from './wire.mjs';

export const SMALL = 0x53;
export const BULK = 0x42;
export const SIZES = { [SMALL]: 2_048, [BULK]: 16_384 };
export const CELL = 1;
export const BUILD = 2;
export const DESTROY = 3;
const PING = 4;
const PONG = 5;
const ACK = 6;
const GOODBYE = 7;
const VOID = 8;
const COUNTED = new Set([CELL, BUILD, DESTROY, VOID]);
const SWITCH = 1;
const PING_MILLIS = 15_000;

const empty = () => Buffer.alloc(SIZES[SMALL]);

export class Link {
  /** @param node the neighbour; @param prekey its LINK prekey; @param ended called with an Error when the link is over */
  constructor(node, prekey, ended) {
    this.node = node;
    this.prekey = prekey;
    this.ended = ended;
    this.circuits = new Map();
    this.nextCircuit = (randomBytes(4).readUInt32BE() % 0x3fffffff) + 1;
    this.sent = new Sent();
    this.received = new Received(() => this.acknowledge());
    /** For each connection the epochs that its ratchet was in. */
    this.histories = [];
    this.resent = 0;
  }

  // ---- connections

  /** Connects and greets; records may be sent at once. */
  async open() {
    await this.dial();
  }

  /** Spoils a record, so that the neighbour ends the connection, and goes on over another one. */
  async breakAndResume() {
    const lost = new Promise((done) => (this.onLoss = done));
    this.connection.write(concat(u8(SMALL), randomBytes(SIZES[SMALL] + 28)));
    await lost;
    await this.dial({ key: this.key, secret: this.resumeSecret, received: this.received.count });
    await this.welcomed;
  }

  async dial(resume) {
    this.greeted = false;
    this.early = !resume;
    this.input = Buffer.alloc(0);
    this.welcomed = new Promise((done) => (this.onWelcome = done));
    this.connection = await dial(this.node, {
      received: (bytes) => this.guard(() => this.read(bytes)),
      closed: () => this.lost(),
    });
    const { ratchet, bytes } = hello(this.node, this.prekey, resume);
    this.ratchet = ratchet;
    this.histories.push(ratchet.history);
    this.hello = bytes;
    this.connection.write(bytes);
    clearInterval(this.pings);
    this.pings = setInterval(() => this.keepAlive(), PING_MILLIS);
  }

  lost() {
    this.greeted = false;
    this.early = false;
    this.quieten();
    if (this.onLoss) {
      this.onLoss();
      this.onLoss = null;
    } else {
      this.fail(new Error('the connection ended'));
    }
  }

  greet(bytes) {
    const { key, received } = welcome(this.ratchet, bytes);
    this.greeted = true;
    if (this.early) {
      check(received === 0, 'records of a new link');
      this.key = key;
      this.resumeSecret = this.ratchet.epoch.export('link resume', key, 32);
      this.acknowledge();
    } else {
      check(key.equals(this.key), 'another link');
      this.sent.arrived(received);
      this.acknowledge();
      this.sent.records.forEach((r) => this.resend(r));
    }
    this.onWelcome();
  }

  /** Records of circuits that the neighbour has ended would prove us wrong: their numbers are filled. */
  resend({ kind, circuit, cell }) {
    this.resent++;
    if (this.circuits.has(circuit) || this.sent.ended.has(circuit)) {
      this.write(kind, circuit, cell);
    } else {
      this.write(VOID, 0, Buffer.alloc(cell.length));
    }
  }

  // ---- what arrives

  read(bytes) {
    this.input = concat(this.input, bytes);
    while (this.input.length > 0) {
      const type = this.input[0];
      check(this.greeted ? SIZES[type] : type === WELCOME_TYPE, `an unknown first byte ${type}`);
      const length = this.greeted ? SIZES[type] + 29 : WELCOME;
      if (this.input.length < length) {
        return;
      }
      const message = this.input.subarray(0, length);
      this.input = this.input.subarray(length);
      if (this.greeted) {
        this.record(type, this.ratchet.receiving.open(type, message.subarray(1)));
      } else {
        this.greet(message);
      }
    }
  }

  record(type, plain) {
    const circuit = plain.readUInt32BE(0);
    const kind = plain[4];
    check(plain[5] === 0 && plain.readUInt16BE(6) === 0, 'flags of a record');
    const cell = plain.subarray(12);
    this.sent.acknowledged(plain.readUInt32BE(8));
    if (COUNTED.has(kind)) {
      this.received.add(cell.length);
    }
    switch (kind) {
      case CELL:
        if (!this.sent.ended.has(circuit)) {
          this.circuit(circuit).cell(type, cell);
        }
        break;
      case DESTROY:
        if (!this.sent.ended.delete(circuit)) {
          const over = this.circuit(circuit);
          this.circuits.delete(circuit);
          over.destroyed();
        }
        break;
      case PING:
        this.write(PONG, 0, concat(cell.subarray(0, 8), empty().subarray(8)));
        break;
      case PONG:
      case ACK:
      case VOID:
        break;
      case GOODBYE:
        throw new Error('the neighbour said goodbye');
      default:
        throw new Error(`a record of kind ${kind}`);
    }
  }

  circuit(number) {
    check(this.circuits.has(number), 'a record of no circuit');
    return this.circuits.get(number);
  }

  // ---- what is sent

  attach(circuit) {
    const number = this.nextCircuit++;
    this.circuits.set(number, circuit);
    return number;
  }

  destroy(number) {
    this.circuits.delete(number);
    this.sent.end(number);
    this.send(DESTROY, number, empty());
  }

  /** Sends a counted record, or lets it wait for the WELCOME of a resumption. */
  send(kind, circuit, cell) {
    this.sent.add({ kind, circuit, cell });
    if (this.greeted || this.early) {
      this.write(kind, circuit, cell);
    }
  }

  write(kind, circuit, cell) {
    const type = cell.length === SIZES[SMALL] ? SMALL : BULK;
    const last = this.ratchet.mustSwitch;
    const header = concat(u32(circuit), u8(kind), u8(last ? SWITCH : 0), u16(0), u32(this.received.count));
    this.connection.write(concat(u8(type), this.ratchet.sending.seal(type, concat(header, cell))));
    if (last) {
      this.ratchet.switchSending();
    }
    this.received.told();
    this.quiet = false;
  }

  acknowledge() {
    this.write(ACK, 0, empty());
  }

  keepAlive() {
    if (this.greeted && this.quiet) {
      this.write(PING, 0, concat(randomBytes(8), empty().subarray(8)));
    }
    this.quiet = true;
  }

  // ---- ends

  guard(work) {
    try {
      work();
    } catch (e) {
      this.connection.abort();
      this.fail(e);
    }
  }

  quieten() {
    clearInterval(this.pings);
    this.received.told();
  }

  fail(error) {
    this.quieten();
    this.ended(error);
  }

  close() {
    this.write(GOODBYE, 0, empty());
    this.quieten();
    this.connection.close();
  }
}
