// protocol-link.md: what a record looks like.
import { check, concat, u16, u32, u8 } from './bytes.mjs';

export const SMALL = 0x53;
export const BULK = 0x42;
export const SIZES = { [SMALL]: 2_048, [BULK]: 16_384 };
/** Class byte, header and tag. */
export const OVERHEAD = 29;

export const CELL = 1;
export const BUILD = 2;
export const DESTROY = 3;
export const PING = 4;
export const PONG = 5;
export const ACK = 6;
export const GOODBYE = 7;
export const VOID = 8;
export const OFFER = 9;
export const ANSWER = 10;
export const SUITES = 11;
export const BUILD_FAILED = 12;
export const COUNTED = new Set([CELL, BUILD, DESTROY, VOID, BUILD_FAILED]);

const SWITCH = 1;

/** Seals a record; the last one of an epoch says so, and the next is of the new one. */
export function seal(ratchet, kind, circuit, ack, cell) {
  const type = cell.length === SIZES[SMALL] ? SMALL : BULK;
  const last = ratchet.mustSwitch;
  const header = concat(u32(circuit), u8(kind), u8(last ? SWITCH : 0), u16(0), u32(ack));
  const record = concat(u8(type), ratchet.sending.seal(type, concat(header, cell)));
  if (last) {
    ratchet.switchSending();
  }
  return record;
}

export function open(ratchet, record) {
  const plain = ratchet.receiving.open(record[0], record.subarray(1));
  const last = plain[4] === ANSWER;
  check(plain[5] === (last ? SWITCH : 0) && plain.readUInt16BE(6) === 0, 'flags of a record');
  return { circuit: plain.readUInt32BE(0), kind: plain[4], ack: plain.readUInt32BE(8), cell: plain.subarray(12) };
}

export const empty = () => Buffer.alloc(SIZES[SMALL]);

/** The message at the front of a cell. */
export const message = (cell) => cell.subarray(2, 2 + cell.readUInt16BE(0));

/** A small cell that begins with these bytes. */
export const filled = (bytes) => concat(bytes, empty().subarray(bytes.length));
