// protocol.md, sections 2 and 3: layers of cells, and BUILD.
import { randomBytes } from 'node:crypto';
import { check, concat, u16, u32, u8, xor } from './bytes.mjs';
import { SIZES } from './records.mjs';

const FILLER = 24;
const BUILD_FILLER = 632;
const HOPS = 5;
const FORWARD = 1;
const LOCAL = 2;
const SWITCH = 1;
const BLOB = 4_096;

/** What stands at the front of the zone so that every hop's tag fits, and where each hop sees it. */
function zones(hops, unit, keystream, filler) {
  let zone = Buffer.alloc(0);
  return hops.map((hop, i) => {
    const mine = xor(zone, keystream(hop, unit * i));
    zone = concat(filler(hop), mine);
    return mine;
  });
}

const padded = (frames, size) => {
  check(frames.length + 2 <= size, 'too much for a cell');
  return concat(u16(frames.length), frames, randomBytes(size - 2 - frames.length));
};

/** Seals frames for hop t; a hop that has an epoch to switch to gets its mark and switches. */
export function sealCell(hops, t, type, frames) {
  const size = SIZES[type];
  const path = hops.slice(0, t + 1);
  const zone = zones(path, FILLER, (hop, n) => hop.ratchet.sending.keystream(n), (hop) => hop.ratchet.sending.filler())[t];
  let inner = concat(zone, randomBytes(FILLER * (HOPS - 1) - zone.length), padded(frames, size - 120));
  for (let i = t; i >= 0; i--) {
    const ratchet = path[i].ratchet;
    const last = ratchet.mustSwitch;
    const header = concat(u8(i === t ? LOCAL : FORWARD), u8(last ? SWITCH : 0), Buffer.alloc(6));
    const cell = ratchet.sending.seal(type, concat(inner, header));
    if (last) {
      ratchet.switchSending();
    }
    check(cell.length === size, 'the size of a cell');
    inner = i === 0 ? cell : cell.subarray(FILLER);
  }
  return inner;
}

/** Opens a cell: whose it is, its frames, and whether that hop's receiving direction must switch now. */
export function openCell(hops, type, cell) {
  const outer = layer(hops[0], type, cell);
  if (outer.command === LOCAL) {
    return { origin: 0, ...innermost(outer) };
  }
  check(!outer.last, 'SWITCH on a cell that passes');
  for (let origin = hops.length - 1; origin > 0; origin--) {
    const opened = attempt(hops, origin, type, outer.inner);
    if (opened) {
      return opened;
    }
  }
  throw new Error('no hop made this cell');
}

/** Null if the hop did not make it, which the tag of hop 1's layer tells. */
function attempt(hops, origin, type, inner) {
  const lost = [];
  for (let i = origin; i > 0; i--) {
    const keystream = hops[i].ratchet.receiving.keystream(FILLER * i);
    lost[i] = i === origin ? keystream : xor(keystream, lost[i + 1].subarray(FILLER));
  }
  let opened;
  for (let i = 1; i <= origin; i++) {
    try {
      opened = layer(hops[i], type, concat(lost[i].subarray(0, FILLER), i === 1 ? inner : opened.inner));
    } catch (e) {
      if (i === 1) {
        return null;
      }
      throw e;
    }
    check(opened.command === (i === origin ? LOCAL : FORWARD), 'the command of a layer');
    check(i === origin || !opened.last, 'SWITCH on a cell that passes');
  }
  return { origin, ...innermost(opened) };
}

function layer(hop, type, cell) {
  const plain = hop.ratchet.receiving.open(type, cell);
  const header = plain.subarray(plain.length - 8);
  check(header[0] === FORWARD || header[0] === LOCAL, 'an unknown command');
  check((header[1] & ~SWITCH) === 0 && header.subarray(2).every((b) => b === 0), 'a reserved byte');
  return { command: header[0], last: header[1] === SWITCH, inner: plain.subarray(0, plain.length - 8) };
}

function innermost({ inner, last }) {
  const body = inner.subarray(FILLER * (HOPS - 1));
  const length = body.readUInt16BE(0);
  check(length + 2 <= body.length, 'the length of a body');
  return { frames: body.subarray(2, 2 + length), last };
}

/** What each hop's one-time layer is bound to: before the ratchet exists, since its context holds it. */
export function buildClear(prekey) {
  return concat(u32(prekey.id), u16(prekey.suite), u16(0));
}

export const buildContext = (node, prekey) => concat('P17/1 build', node.id, prekey.digest, buildClear(prekey));

/** The two small cells of a BUILD. Frames are for the last hop. */
export function sealBuild(hops, frames, accepted) {
  const layers = hops.map((hop) => hop.ratchet.epoch.oneTimeLayer('build'));
  const last = hops.length - 1;
  const zone = zones(layers, BUILD_FILLER, (l, n) => l.keystream(n), (l) => l.filler(BUILD_FILLER))[last];
  let inner = concat(zone, randomBytes(BUILD_FILLER * (HOPS - 1) - zone.length), padded(frames, 936));
  for (let i = last; i >= 0; i--) {
    const next = i === last ? Buffer.alloc(32) : hops[i + 1].node.id;
    const suites = concat(...accepted.slice(0, 4).map(u16), Buffer.alloc(2 * Math.max(0, 4 - accepted.length)));
    const slot = concat(u8(1), u8(0), u16(0), next, freeTokens(), suites, Buffer.alloc(20));
    const clear = concat(buildClear(hops[i].prekey), hops[i].ratchet.share);
    const blob = concat(layers[i].seal(clear, concat(inner, slot)), clear);
    check(blob.length === BLOB, 'the size of a BUILD');
    inner = i === 0 ? blob : blob.subarray(BUILD_FILLER);
  }
  return [inner.subarray(0, BLOB / 2), inner.subarray(BLOB / 2)];
}

/** protocol-payment-free.md */
const freeTokens = () => concat(Buffer.alloc(8), randomBytes(504));
