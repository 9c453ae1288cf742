// protocol-link.md: the numbers of counted records, over a link's whole life.
import { check } from './bytes.mjs';

const ACK_RECORDS = 64;
const ACK_BYTES = 1 << 20;
const ACK_MILLIS = 200;

/** What was sent and is not acknowledged yet. */
export class Sent {
  count = 0;
  records = [];
  /** Circuits ended here, with the number of their DESTROY. */
  ended = new Map();

  add(record) {
    this.records.push({ number: this.count++, ...record });
  }

  end(circuit) {
    this.ended.set(circuit, this.count);
  }

  /** An ack field: the low 32 bits of how many arrived. */
  acknowledged(low) {
    const behind = (this.count - low) >>> 0;
    check(behind <= this.records.length, 'an acknowledgement of what was never sent');
    this.forget(this.count - behind);
  }

  /** What a WELCOME says of a link that goes on. */
  arrived(count) {
    check(count <= this.count && count >= this.count - this.records.length, 'a count of another link');
    this.forget(count);
  }

  forget(count) {
    this.records = this.records.filter((r) => r.number >= count);
    for (const [circuit, number] of this.ended) {
      if (number < count) {
        this.ended.delete(circuit);
      }
    }
  }
}

/** What arrived, and when an ACK of its own is due for it. */
export class Received {
  count = 0;
  records = 0;
  bytes = 0;
  timer = null;

  constructor(acknowledge) {
    this.acknowledge = acknowledge;
  }

  add(bytes) {
    this.count++;
    this.records++;
    this.bytes += bytes;
    if (this.records >= ACK_RECORDS || this.bytes >= ACK_BYTES) {
      this.acknowledge();
    } else {
      this.timer ??= setTimeout(this.acknowledge, ACK_MILLIS);
    }
  }

  /** A record left, and every record acknowledges. */
  told() {
    this.records = 0;
    this.bytes = 0;
    clearTimeout(this.timer);
    this.timer = null;
  }
}
