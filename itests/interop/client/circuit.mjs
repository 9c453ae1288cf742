// protocol.md, sections 3 to 6: a circuit, its hops' steps, its streams.
import { randomBytes } from 'node:crypto';
import { check, concat, Reader, u16, u32, u8 } from './bytes.mjs';
import { BUILD, CELL, SMALL } from './records.mjs';
import { handedOver } from './netmap.mjs';
import { buildContext, openCell, sealBuild, sealCell } from './onion.mjs';
import { Initiator, ONION } from './ratchet.mjs';

const CONNECT = 1;
const CONNECTED = 2;
const DATA = 3;
const FIN = 4;
const RESET = 5;
const CREDIT = 6;
const OFFER = 7;
const ANSWER = 8;
const EXTEND_FAILED = 9;
const SUITES = 10;
const NEXT_LOST = 14;
const FIRST_OFFERS_MILLIS = 20;
const CIRCUIT_CREDIT = 1 << 20;
const STREAM_CREDIT = 1 << 16;

export const frame = (type, stream, payload = Buffer.alloc(0)) =>
  concat(u8(type), u32(stream), u16(payload.length), payload);

export class Circuit {
  /** @param path for each hop its node and the ONION prekey to use */
  constructor(link, path, accepted) {
    this.link = link;
    this.accepted = accepted;
    this.hops = path.map(({ node, prekey }) => ({
      node,
      prekey,
      ratchet: new Initiator(prekey.suite, ONION, prekey.key, buildContext(node, prekey), randomBytes),
      permitted: node.suites,
      waiting: null,
    }));
    this.streams = new Map();
    this.arrived = 0;
    this.onStep = () => {};
    this.ended = new Promise((done) => (this.end = done));
  }

  get last() {
    return this.hops.length - 1;
  }

  /** BUILD; cells may be sent right behind. */
  build(frames = Buffer.alloc(0)) {
    this.blob = sealBuild(this.hops, frames, this.accepted);
    this.number = this.link.attach(this);
    this.blob.forEach((half) => this.link.send(BUILD, this.number, half));
  }

  sendFrames(hop, frames) {
    this.link.send(CELL, this.number, sealCell(this.hops, hop, SMALL, frames));
  }

  /** A moment after the BUILD, so that first bytes do not wait behind the agreement. */
  async firstSteps() {
    await new Promise((done) => setTimeout(done, FIRST_OFFERS_MILLIS));
    await Promise.all(this.hops.map((hop, i) => this.step(i)));
    this.settle();
  }

  /** Offers a step to a hop; resolves when its ANSWER was taken. */
  step(hop, suite) {
    const { ratchet, permitted } = this.hops[hop];
    const wanted = suite ?? ratchet.epoch.suite.id;
    check(permitted.includes(wanted), 'a suite that the hop does not permit');
    if (ratchet.mustSwitch) {
      this.sendFrames(hop, Buffer.alloc(0));
    }
    const answered = new Promise((done, failed) => (this.hops[hop].waiting = { done, failed }));
    this.sendFrames(hop, frame(OFFER, 0, ratchet.offer(wanted)));
    return answered;
  }

  /** Makes every hop's outbound direction use its newest epoch. */
  settle() {
    if (this.hops.some((h) => h.ratchet.mustSwitch)) {
      this.sendFrames(this.last, Buffer.alloc(0));
    }
  }

  connect(number, host, port, events) {
    this.streams.set(number, { events, taken: 0 });
    return frame(CONNECT, number, concat(u16(port), u8(host.length), host));
  }

  data(number, bytes) {
    return frame(DATA, number, bytes);
  }

  fin(number) {
    this.sendFrames(this.last, frame(FIN, number));
  }

  /** The link's call: a cell came. */
  cell(type, cell) {
    const { origin, frames, last } = openCell(this.hops, type, cell);
    const hop = this.hops[origin];
    const epoch = hop.ratchet.epoch.number;
    const r = new Reader(frames);
    while (r.left > 0) {
      const kind = r.u8();
      const stream = r.u32();
      const payload = r.take(r.u16());
      this.frame(origin, kind, stream, payload);
    }
    check(last === hop.ratchet.epoch.number > epoch, 'SWITCH and ANSWER apart');
    if (last) {
      hop.ratchet.switchReceiving();
      this.onStep(origin, hop.ratchet.epoch);
      hop.waiting.done();
    }
  }

  frame(origin, kind, stream, payload) {
    const ratchet = this.hops[origin].ratchet;
    switch (kind) {
      case ANSWER:
        check(stream === 0, 'an ANSWER on a stream');
        ratchet.answer(payload);
        return;
      case SUITES: {
        const { refused, permitted } = ratchet.suites(payload);
        this.hops[origin].permitted = permitted;
        if (refused !== 0) {
          this.hops[origin].waiting.failed(new Error('the offer was refused'));
        }
        return;
      }
      case EXTEND_FAILED:
        check(stream === 0 && origin < this.last && payload.length >= 1, 'EXTEND_FAILED');
        this.over({ by: 'EXTEND_FAILED', code: payload[0], record: payload.subarray(1) });
        this.destroy();
        return;
      case NEXT_LOST:
        check(stream === 0 && origin < this.last && payload.length === 0, 'NEXT_LOST');
        return;
      case CREDIT:
        check(origin === this.last && payload.length === 4, 'CREDIT');
        return;
      default:
        check(origin === this.last && this.streams.has(stream), `a frame of type ${kind} on stream ${stream}`);
        this.streamFrame(kind, stream, payload);
    }
  }

  streamFrame(kind, number, payload) {
    const stream = this.streams.get(number);
    switch (kind) {
      case CONNECTED:
        stream.events.connected();
        break;
      case DATA:
        this.take(number, stream, payload);
        break;
      case FIN:
        stream.events.end();
        break;
      case RESET:
        stream.events.failed(new Error(`stream reset with code ${payload[0]}`));
        break;
      default:
        throw new Error(`a frame of unknown type ${kind}`);
    }
  }

  /** DATA counts twice: for the circuit when it arrives, for the stream when it was taken; here at once. */
  take(number, stream, bytes) {
    check(bytes.length > 0, 'empty DATA');
    this.arrived += bytes.length;
    stream.taken += bytes.length;
    stream.events.data(bytes);
    let credit = Buffer.alloc(0);
    if (stream.taken >= STREAM_CREDIT) {
      credit = frame(CREDIT, number, u32(stream.taken));
      stream.taken = 0;
    }
    if (this.arrived >= CIRCUIT_CREDIT) {
      credit = concat(credit, frame(CREDIT, 0, u32(this.arrived)));
      this.arrived = 0;
    }
    if (credit.length > 0) {
      this.sendFrames(this.last, credit);
    }
  }

  /** The link's call: DESTROY came. */
  destroyed() {
    this.over({ by: 'DESTROY' });
  }

  /** The link's call: the entry did not take the BUILD. */
  refused(code, record) {
    this.over({ by: 'BUILD_FAILED', code, record });
  }

  /** Whether the BUILD was made for another prekey than this one of the entry. */
  outdated(record) {
    const used = this.hops[0].prekey;
    try {
      return handedOver(this.link.net, record, used).id !== used.id;
    } catch {
      return false;
    }
  }

  over(how) {
    this.end(how);
    this.hops.forEach((h) => h.waiting?.failed(new Error('the circuit was destroyed')));
    this.streams.forEach((s) => s.events.failed(new Error('the circuit was destroyed')));
  }

  destroy() {
    this.link.destroy(this.number);
  }
}
