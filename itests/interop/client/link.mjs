// protocol-link.md: one link to an entry, its records, counts and resumption.
import { randomBytes } from 'node:crypto';
import { check, concat, u8 } from './bytes.mjs';
import { Received, Sent } from './counts.mjs';
import { ANSWER, hello, retry, RETRY_TYPE, welcome, WELCOME_TYPE } from './greeting.mjs';
import { handedOver } from './netmap.mjs';
import {
  ACK, BUILD_FAILED, CELL, COUNTED, DESTROY, empty, filled, GOODBYE, open, OVERHEAD, PING, PONG, seal, SIZES, SMALL, VOID,
} from './records.mjs';
import { dial } from './wire.mjs';

const STALE = 2;
const PING_MILLIS = 15_000;

export class Link {
  /** @param node the neighbour; @param prekey its LINK prekey; @param ended called with an Error when the link is over */
  constructor(net, node, prekey, ended) {
    this.net = net;
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
    this.retries = 0;
  }

  // ---- connections

  /** Connects and greets; records may be sent at once. */
  async open() {
    await this.dial();
  }

  /** Spoils a record, so that the neighbour ends the connection, and goes on over another one. */
  async breakAndResume() {
    const lost = new Promise((done) => (this.onLoss = done));
    this.connection.write(concat(u8(SMALL), randomBytes(SIZES[SMALL] + OVERHEAD - 1)));
    await lost;
    await this.dial({ key: this.key, secret: this.resumeSecret, received: this.received.count });
    await this.welcomed;
  }

  async dial(resume) {
    this.greeted = false;
    this.retried = false;
    this.early = !resume;
    this.resuming = resume;
    this.input = Buffer.alloc(0);
    this.welcomed = new Promise((done) => (this.onWelcome = done));
    this.connection = await dial(this.node, {
      received: (bytes) => this.guard(() => this.read(bytes)),
      closed: () => this.lost(),
    });
    this.sayHello();
    clearInterval(this.pings);
    this.pings = setInterval(() => this.keepAlive(), PING_MILLIS);
  }

  sayHello() {
    const { ratchet, bytes } = hello(this.node, this.prekey, this.resuming);
    this.ratchet = ratchet;
    this.hello = bytes;
    this.connection.write(bytes);
  }

  /** The node has another prekey now: once more over the same connection, and all of the first flight with it. */
  again(bytes) {
    check(!this.retried, 'a second RETRY');
    this.retried = true;
    this.retries++;
    const { link, onion } = retry(bytes);
    this.prekey = handedOver(this.net, link, this.prekey);
    for (const [number, circuit] of this.circuits) {
      if (onion.length > 0 && circuit.outdated(onion)) {
        this.circuits.delete(number);
        circuit.refused(STALE, onion);
      }
    }
    this.sayHello();
    if (this.early) {
      this.sent.records.forEach((r) => this.resend(r));
    }
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
    this.histories.push(this.ratchet.history);
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
      check(this.greeted ? SIZES[type] : [WELCOME_TYPE, RETRY_TYPE].includes(type), `an unknown first byte ${type}`);
      const length = this.greeted ? SIZES[type] + OVERHEAD : ANSWER;
      if (this.input.length < length) {
        return;
      }
      const message = this.input.subarray(0, length);
      this.input = this.input.subarray(length);
      if (this.greeted) {
        this.record(type, open(this.ratchet, message));
      } else if (type === RETRY_TYPE) {
        this.again(message);
      } else {
        this.greet(message);
      }
    }
  }

  record(type, { circuit, kind, ack, cell }) {
    this.sent.acknowledged(ack);
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
        this.over(circuit, (c) => c.destroyed());
        break;
      case BUILD_FAILED: {
        const record = cell.subarray(3, 3 + cell.readUInt16BE(1));
        check(record.length === 0 || (cell[0] === STALE && record.length <= 1_918), 'the record of a BUILD_FAILED');
        this.over(circuit, (c) => c.refused(cell[0], record));
        break;
      }
      case PING:
        this.write(PONG, 0, filled(cell.subarray(0, 8)));
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

  over(number, tell) {
    if (!this.sent.ended.delete(number)) {
      const circuit = this.circuit(number);
      this.circuits.delete(number);
      tell(circuit);
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
    this.connection.write(seal(this.ratchet, kind, circuit, this.received.count, cell));
    this.received.told();
    this.quiet = false;
  }

  acknowledge() {
    this.write(ACK, 0, empty());
  }

  keepAlive() {
    if (this.greeted && this.quiet) {
      this.write(PING, 0, filled(randomBytes(8)));
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
