// Numbers are big-endian everywhere; byte strings are Buffers.

export const concat = (...parts) => Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'utf8') : p)));

export const u8 = (n) => Buffer.of(n);

export function u16(n) {
  const b = Buffer.alloc(2);
  b.writeUInt16BE(n);
  return b;
}

export function u32(n) {
  const b = Buffer.alloc(4);
  b.writeUInt32BE(n >>> 0);
  return b;
}

export function u64(n) {
  const b = Buffer.alloc(8);
  b.writeBigUInt64BE(BigInt(n));
  return b;
}

export function xor(a, b) {
  const out = Buffer.alloc(Math.min(a.length, b.length));
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i] ^ b[i];
  }
  return out;
}

export function check(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

/** Reads from the front; no length is trusted before it was compared with what is there. */
export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  take(n) {
    check(n >= 0 && n <= this.left, 'truncated');
    this.at += n;
    return this.bytes.subarray(this.at - n, this.at);
  }

  u8() {
    return this.take(1)[0];
  }

  u16() {
    return this.take(2).readUInt16BE();
  }

  u32() {
    return this.take(4).readUInt32BE();
  }

  /** Numbers of 8 bytes in records of the map are below 2^63. */
  u63() {
    const n = this.take(8).readBigUInt64BE();
    check(n < 1n << 63n, 'a number too large');
    return n;
  }

  text8(min, max, pattern) {
    const text = this.take(this.u8()).toString('latin1');
    check(text.length >= min && text.length <= max && pattern.test(text), 'text');
    return text;
  }

  end() {
    check(this.left === 0, 'bytes left over');
  }
}
