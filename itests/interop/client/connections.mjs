// protocol-link.md: the connections of one link, one at a time, their greetings, and resumption.
import { randomBytes } from 'node:crypto';
import { check, concat, u8 } from './bytes.mjs';
import { Received, Sent } from './counts.mjs';
import { greetingLength, hello, retry, RETRY_TYPE, welcome, WELCOME_TYPE } from './greeting.mjs';
import { handedOver } from './netmap.mjs';
import { open, OVERHEAD, SIZES, SMALL } from './records.mjs';
import { dial } from './wire.mjs';

export const STALE = 2;
const PING_MILLIS = 15_000;

export class Connections {
  /** @param node the neighbour; @param prekey its LINK prekey; @param ended called with an Error when the link is over */
  constructor(net, node, prekey, ended) {
    this.net = net;
    this.node = node;
    this.prekey = prekey;
    this.ended = ended;
    this.sent = new Sent();
    this.received = new Received(() => this.acknowledge());
    /** For each connection the epochs that its ratchet was in. */
    this.histories = [];
    this.resent = 0;
    this.retries = 0;
  }

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
      this.newEpoch();
    } else {
      check(key.equals(this.key), 'another link');
      this.sent.arrived(received);
      this.newEpoch();
      this.sent.records.forEach((r) => this.resend(r));
    }
    this.onWelcome();
  }

  read(bytes) {
    this.input = concat(this.input, bytes);
    while (this.input.length > 0) {
      const type = this.input[0];
      check(this.greeted ? SIZES[type] : [WELCOME_TYPE, RETRY_TYPE].includes(type), `an unknown first byte ${type}`);
      const length = this.greeted ? SIZES[type] + OVERHEAD : greetingLength(type, this.prekey.suite);
      if (this.input.length < length) {
        return;
      }
      const whole = this.input.subarray(0, length);
      this.input = this.input.subarray(length);
      if (this.greeted) {
        this.record(type, open(this.ratchet, whole));
      } else if (type === RETRY_TYPE) {
        this.again(whole);
      } else {
        this.greet(whole);
      }
    }
  }

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
}
