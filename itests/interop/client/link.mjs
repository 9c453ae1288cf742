// protocol-link.md: one link to an entry, its greetings, records, counts and resumption.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { check, concat, u16, u32, u64, u8 } from './bytes.mjs';
import { Initiator, LINK } from './ratchet.mjs';

const HELLO = 3_072;
const WELCOME = 2_048;
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
const NEW = 0;
const RESUME = 1;
const ACK_RECORDS = 64;
const ACK_BYTES = 1 << 20;
const ACK_MILLIS = 200;
const PING_MILLIS = 15_000;

export class Link {
  /** @param node the neighbour; @param prekey its LINK prekey; @param ended called with an Error when the link is over */
  constructor(node, prekey, ended) {
    this.node = node;
    this.prekey = prekey;
    this.ended = ended;
    this.circuits = new Map();
    this.destroyed = new Map();
    this.nextCircuit = randomBytes(4).readUInt32BE() % 0x3fffffff + 1;
    this.received = 0;
    this.sent = 0;
    this.unacknowledged = [];
    this.histories = [];
    this.unanswered = { records: 0, bytes: 0 };
  }

  // ---- connections

  /** Connects and greets. In mode NEW records may be sent at once. */
  async open() {
    await this.dial(NEW);
  }

  /** Drops the connection without a word and goes on over another one. */
  async resume() {
    this.detach().destroy();
    await this.dial(RESUME);
    await this.welcomed;
  }

  async dial(mode) {
    const [host, port] = address(this.node);
    const socket = connect({ host, port, noDelay: true });
    await new Promise((done, failed) => socket.once('connect', done).once('error', failed));
    this.socket = socket;
    this.mode = mode;
    this.input = Buffer.alloc(0);
    this.welcomed = new Promise((done) => (this.onWelcome = done));
    this.greeted = false;
    socket.on('data', (bytes) => this.guard(() => this.read(bytes)));
    socket.on('error', () => {});
    socket.on('close', () => this.fail(new Error('the connection ended')));
    this.hello = this.greeting(mode);
    socket.write(this.hello);
    clearInterval(this.pings);
    this.pings = setInterval(() => this.keepAlive(), PING_MILLIS);
  }

  detach() {
    const socket = this.socket;
    socket.removeAllListeners('data').removeAllListeners('close');
    return socket;
  }

  greeting(mode) {
    const { id, suite, key, digest } = this.prekey;
    const clear = concat(u8(0x48), u8(1), u16(suite), u32(id));
    const context = concat('P17/1 link', this.node.id, digest, clear);
    this.ratchet = new Initiator(suite, LINK, key, context, randomBytes);
    this.histories.push(this.ratchet.history);
    const offer = this.ratchet.offer();
    const plain = randomBytes(HELLO - clear.length - this.ratchet.share.length - 16);
    plain[0] = 0;
    plain[1] = mode;
    if (mode === RESUME) {
      const hash = createHash('sha256').update(concat(context, this.ratchet.share, offer)).digest();
      const claim = concat(this.key, u64(this.received));
      claim.copy(plain, 98);
      createHmac('sha256', this.resumeSecret).update(concat(hash, claim)).digest().copy(plain, 122);
    }
    offer.copy(plain, 154);
    return concat(clear, this.ratchet.share, this.ratchet.sending.seal(0x48, plain));
  }

  welcome(bytes) {
    check(bytes[1] === 1, 'version');
    const plain = this.ratchet.receiving.open(0x57, bytes.subarray(2));
    check(plain[0] === 0, `refused with status ${plain[0]}`);
    const key = Buffer.from(plain.subarray(1, 17));
    const received = Number(plain.readBigUInt64BE(17));
    this.ratchet.answer(plain.subarray(25, 25 + 1_142));
    this.ratchet.switchReceiving();
    this.greeted = true;
    if (this.mode === NEW) {
      check(received === 0, 'records of a new link');
      this.key = key;
      this.resumeSecret = this.ratchet.epoch.export('link resume', key, 32);
      this.write(ACK, 0, Buffer.alloc(SIZES[SMALL]));
    } else {
      check(key.equals(this.key) && received <= this.sent, 'another link');
      this.forget(received);
      this.write(ACK, 0, Buffer.alloc(SIZES[SMALL]));
      this.unacknowledged.forEach((r) => this.write(r.kind, r.circuit, r.cell));
    }
    this.onWelcome();
  }

  // ---- what arrives

  read(bytes) {
    this.input = concat(this.input, bytes);
    while (this.input.length > 0) {
      const type = this.input[0];
      check(this.greeted ? SIZES[type] : type === 0x57, `an unknown first byte ${type}`);
      const length = this.greeted ? SIZES[type] + 29 : WELCOME;
      if (this.input.length < length) {
        return;
      }
      const message = this.input.subarray(0, length);
      this.input = this.input.subarray(length);
      if (this.greeted) {
        this.record(type, this.ratchet.receiving.open(type, message.subarray(1)));
      } else {
        this.welcome(message);
      }
    }
  }

  record(type, plain) {
    const circuit = plain.readUInt32BE(0);
    const kind = plain[4];
    const ack = plain.readUInt32BE(8);
    check(plain[5] === 0 && plain.readUInt16BE(6) === 0, 'flags of a record');
    const cell = plain.subarray(12);
    this.acknowledged(ack);
    if (COUNTED.has(kind)) {
      this.received++;
      this.unanswered.records++;
      this.unanswered.bytes += cell.length;
      this.acknowledgeSoon();
    }
    switch (kind) {
      case CELL:
        if (!this.destroyed.has(circuit)) {
          this.circuit(circuit).cell(type, cell);
        }
        break;
      case DESTROY:
        if (!this.destroyed.delete(circuit)) {
          const over = this.circuit(circuit);
          this.circuits.delete(circuit);
          over.destroyed();
        }
        break;
      case PING:
        this.write(PONG, 0, concat(cell.subarray(0, 8), Buffer.alloc(SIZES[SMALL] - 8)));
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

  acknowledged(low) {
    const behind = (this.sent - low) >>> 0;
    check(behind <= this.unacknowledged.length, 'an acknowledgement of what was never sent');
    this.forget(this.sent - behind);
  }

  forget(count) {
    this.unacknowledged = this.unacknowledged.filter((r) => r.number >= count);
    for (const [circuit, number] of this.destroyed) {
      if (number < count) {
        this.destroyed.delete(circuit);
      }
    }
  }

  acknowledgeSoon() {
    if (this.unanswered.records >= ACK_RECORDS || this.unanswered.bytes >= ACK_BYTES) {
      this.write(ACK, 0, Buffer.alloc(SIZES[SMALL]));
    } else if (!this.ackTimer) {
      this.ackTimer = setTimeout(() => this.write(ACK, 0, Buffer.alloc(SIZES[SMALL])), ACK_MILLIS);
    }
  }

  // ---- what is sent

  attach(circuit) {
    const number = this.nextCircuit++;
    this.circuits.set(number, circuit);
    return number;
  }

  destroy(number) {
    this.circuits.delete(number);
    this.destroyed.set(number, this.sent);
    this.send(DESTROY, number, Buffer.alloc(SIZES[SMALL]));
  }

  /** Sends a counted record. Before WELCOME of a resumption it waits with the others. */
  send(kind, circuit, cell) {
    this.unacknowledged.push({ number: this.sent++, kind, circuit, cell });
    if (this.greeted || this.mode === NEW) {
      this.write(kind, circuit, cell);
    }
  }

  write(kind, circuit, cell) {
    const type = cell.length === SIZES[SMALL] ? SMALL : BULK;
    const last = this.ratchet.mustSwitch;
    const header = concat(u32(circuit), u8(kind), u8(last ? SWITCH : 0), u16(0), u32(this.received));
    this.socket.write(concat(u8(type), this.ratchet.sending.seal(type, concat(header, cell))));
    if (last) {
      this.ratchet.switchSending();
    }
    this.unanswered = { records: 0, bytes: 0 };
    clearTimeout(this.ackTimer);
    this.ackTimer = null;
    this.quiet = false;
  }

  keepAlive() {
    if (this.greeted && this.quiet) {
      this.write(PING, 0, concat(randomBytes(8), Buffer.alloc(SIZES[SMALL] - 8)));
    }
    this.quiet = true;
  }

  // ---- ends

  guard(work) {
    try {
      work();
    } catch (e) {
      this.detach().destroy();
      this.fail(e);
    }
  }

  fail(error) {
    clearInterval(this.pings);
    clearTimeout(this.ackTimer);
    this.ended(error);
  }

  close() {
    this.write(GOODBYE, 0, Buffer.alloc(SIZES[SMALL]));
    clearInterval(this.pings);
    clearTimeout(this.ackTimer);
    this.detach().end();
  }
}

function address(node) {
  const tcp = node.endpoints.find((e) => e.startsWith('tcp:'));
  check(tcp, `${node.name} has no tcp endpoint`);
  const at = tcp.lastIndexOf(':');
  return [tcp.slice(4, at).replace(/^\[|\]$/g, ''), Number(tcp.slice(at + 1))];
}

/** What comes back when bytes are sent over a connection of their own: all until its end. */
export async function exchange(node, bytes) {
  const [host, port] = address(node);
  const socket = connect({ host, port });
  let answer = 0;
  return new Promise((done) => {
    socket.on('data', (more) => (answer += more.length));
    socket.on('error', () => {});
    socket.on('close', () => done(answer));
    socket.write(bytes);
  });
}
