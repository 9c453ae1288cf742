// protocol-link.md: one link to an entry, its records and its circuits.
import { randomBytes } from 'node:crypto';
import { check, concat, u16 } from './bytes.mjs';
import { Connections, STALE } from './connections.mjs';
import {
  ACK, ANSWER, BUILD_FAILED, BULK, CELL, COUNTED, DESTROY, empty, filled, GOODBYE, message, OFFER, PING, PONG, seal, SIZES, SMALL,
  SUITES, VOID,
} from './records.mjs';

export class Link extends Connections {
  constructor(net, node, prekey, ended) {
    super(net, node, prekey, ended);
    this.circuits = new Map();
    this.nextCircuit = (randomBytes(4).readUInt32BE() % 0x3fffffff) + 1;
  }

  // ---- steps

  /** The next record carries the switch, and whoever resumes proves the newest epoch. */
  newEpoch() {
    this.resumeSecret = this.ratchet.epoch.export('link resume', this.key, 32);
    this.acknowledge();
  }

  /** Offers a step within the connection; resolves when its ANSWER was taken. */
  step(suite = this.ratchet.epoch.suite.id) {
    const offer = this.ratchet.offer(suite);
    const answered = new Promise((done, failed) => (this.waiting = { done, failed }));
    this.write(OFFER, 0, filled(concat(u16(offer.length), offer)));
    return answered;
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
        const length = cell.readUInt16BE(1);
        check(length === 0 || (cell[0] === STALE && length <= 6_144), 'the record of a BUILD_FAILED');
        check(type === (3 + length <= SIZES[SMALL] ? SMALL : BULK), 'the cell of a BUILD_FAILED');
        const record = cell.subarray(3, 3 + length);
        this.over(circuit, (c) => c.refused(cell[0], record));
        break;
      }
      case PING:
        this.write(PONG, 0, filled(cell.subarray(0, 8)));
        break;
      case ANSWER:
        this.ratchet.answer(message(cell));
        this.ratchet.switchReceiving();
        this.newEpoch();
        this.waiting.done();
        break;
      case SUITES:
        if (this.ratchet.suites(message(cell)).refused !== 0) {
          this.waiting.failed(new Error('the offer was refused'));
        }
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

  close() {
    this.write(GOODBYE, 0, empty());
    this.quieten();
    this.connection.close();
  }
}
