// protocol-map.md: node records, prekeys, the signed head of the map and its columns, each verified before it is believed.
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { ed25519 } from '@noble/curves/ed25519';
import { ml_dsa65 } from '@noble/post-quantum/ml-dsa';
import { check, concat, Reader } from './bytes.mjs';
import { ML_DSA } from './suites.mjs';

const MAX = 64 * 1024 * 1024;
const AHEAD_SECONDS = 3_600;
const SIGNATURE = 64;
/** What a prekey record of suite 0x0103 has besides: a key before the signature, a second signature behind it. */
const SECOND_KEY = 1_952;
const SECOND_SIGNATURE = 3_309;
const ML_DSA_KEY = 1;
const TRUSTED = 2;
const NAME = /^[a-z0-9-]+$/;
const OWNER = /^[A-Za-z0-9._@+-]([A-Za-z0-9 ._@+-]*[A-Za-z0-9._@+-])?$/;
const ENDPOINT = /^[a-z][a-z0-9]{0,15}:[\x21-\x7e]+$/;

const now = () => Date.now() / 1000;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const text = (purpose, message) => concat('P17/1 ' + purpose, Buffer.of(0), message);

/** The signature at the end of a record, before `behind` more bytes, holds. */
function signed(bytes, purpose, key, behind = 0) {
  const end = bytes.length - behind;
  check(end > SIGNATURE, 'truncated');
  const message = bytes.subarray(0, end - SIGNATURE);
  const signature = bytes.subarray(message.length, end);
  check(ed25519.verify(signature, text(purpose, message), key, { zip215: false }), `signature of a ${purpose}`);
  return message;
}

/** The items of an extension by type. */
function extension(bytes) {
  const r = new Reader(bytes);
  const items = new Map();
  let last = 0;
  while (r.left > 0) {
    const type = r.u8();
    check(type > last, 'items of an extension out of order');
    last = type;
    items.set(type, r.take(r.u16()));
  }
  return items;
}

function signer(bytes) {
  const point = ed25519.ExtendedPoint.fromHex(bytes);
  check(point.isTorsionFree() && !point.isSmallOrder(), 'a key outside the group of prime order');
  return bytes;
}

function magic(r, text) {
  check(r.take(4).toString('latin1') === text && r.u8() === 1, `no ${text} of version 1`);
}

function suiteList(r) {
  const suites = Array.from({ length: r.u8() }, () => r.u16());
  check(suites.length >= 1 && suites.length <= 32 && !suites.includes(0), 'suites');
  check(new Set(suites).size === suites.length, 'a suite twice');
  return suites;
}

function node(bytes) {
  check(bytes.length <= 8_192, 'a node record too long');
  const r = new Reader(bytes);
  magic(r, 'P17N');
  const flags = r.u8();
  check((flags & ~1) === 0, 'flags of a node');
  const id = signer(r.take(32));
  signed(bytes, 'node', id);
  const sequence = r.u63();
  check(sequence >= 1n, 'sequence number');
  r.u32();
  check(/^[A-Z]{2}$/.test(r.take(2).toString('latin1')), 'country');
  const name = r.text8(1, 32, NAME);
  r.text8(1, 64, OWNER);
  const endpoints = Array.from({ length: r.u8() }, () => r.text8(3, 255, ENDPOINT));
  check(endpoints.length <= 16 && new Set(endpoints).size === endpoints.length, 'endpoints');
  const schemes = new Set(endpoints.map((e) => e.slice(0, e.indexOf(':'))));
  check([...schemes].join(',').length <= 255, 'schemes of the endpoints');
  const suites = suiteList(r);
  const length = r.u16();
  check(length <= 1_024, 'extension');
  const mlDsa = extension(r.take(length)).get(ML_DSA_KEY);
  check(mlDsa === undefined || mlDsa.length === 32, 'the digest of an ML-DSA key');
  r.take(SIGNATURE);
  r.end();
  return { id, exit: flags === 1, name, endpoints, suites, mlDsa };
}

/** The head, signed by the one authority of this network. */
function mapHead(bytes, authority) {
  check(bytes.length <= 16_384, 'a head too long');
  const r = new Reader(bytes);
  magic(r, 'P17H');
  const network = r.text8(1, 32, NAME);
  r.u63();
  const epoch = r.u63();
  const created = r.u63();
  const validUntil = r.u63();
  check(epoch >= 1n && validUntil > created, 'dates of the map');
  check(Number(created) / 1000 < now() + AHEAD_SECONDS && Number(validUntil) / 1000 > now(), 'a map of another time');
  const suites = suiteList(r);
  const root = r.take(32);
  const count = r.u32();
  r.take(32);
  const prekeys = r.take(32);
  r.u16();
  const length = r.u16();
  check(length <= 4_096, 'extension');
  r.take(length);
  const signatures = r.u8();
  const message = bytes.subarray(0, bytes.length - 1 - signatures * 96);
  const keys = Array.from({ length: signatures }, () => ({ key: r.take(32), signature: r.take(SIGNATURE) }));
  r.end();
  ascending(keys.map((k) => k.key));
  const own = keys.find((k) => k.key.equals(authority));
  check(own, 'no signature of the authority');
  signed(concat(message, own.signature), 'map', authority);
  return { network, epoch: Number(epoch), suites, root, count, prekeys };
}

/** Each node's commitment, capacity class and whether the authorities trust it, once the columns are the ones whose root was signed. */
function columns(bytes, { root, count }) {
  const r = new Reader(bytes);
  magic(r, 'P17C');
  check(r.u32() === count, 'number of rows');
  const raw = Array.from({ length: COLUMNS.length }, () => {
    const length = r.u32();
    const packed = r.take(r.u32());
    check(length <= MAX, 'a column too long');
    return packed.length === length ? packed : inflateRawSync(packed, { maxOutputLength: length });
  });
  r.end();
  const size = Buffer.alloc(4);
  size.writeUInt32BE(count);
  check(sha256(Buffer.from('P17C\x01', 'latin1'), size, ...raw.map((column) => sha256(column))).equals(root), 'columns');
  const traits = shapes(raw[COLUMNS.indexOf('shapes')]);
  const shape = varints(raw[COLUMNS.indexOf('shape')], count);
  check(shape.every((i) => i < traits.length), 'a shape that is not listed');
  const nibbles = raw[COLUMNS.indexOf('capacity')];
  const commitments = raw[COLUMNS.indexOf('commitment')];
  return Array.from({ length: count }, (_, i) => ({
    class: i % 2 === 0 ? nibbles[i >> 1] >> 4 : nibbles[i >> 1] & 15,
    commitment: commitments.subarray(16 * i, 16 * i + 16),
    trusted: (traits[shape[i]] & TRUSTED) !== 0,
  }));
}

/** The traits of each shape. */
function shapes(bytes) {
  const r = new Reader(bytes);
  const traits = Array.from({ length: r.u16() }, () => {
    const bits = r.u8();
    r.u16();
    r.text8(0, 255, /^/);
    r.take(2 * r.u8());
    return bits;
  });
  r.end();
  return traits;
}

function varints(bytes, count) {
  const r = new Reader(bytes);
  const all = Array.from({ length: count }, () => {
    let value = 0;
    let byte;
    let shift = 0;
    do {
      byte = r.u8();
      check(shift < 28 || byte < 16, 'a varint of more than 32 bits');
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  });
  r.end();
  return all;
}

const COLUMNS = [
  ...['shapes', 'places', 'prefixes', 'ipv4', 'shape', 'owner', 'capacity', 'load', 'week', 'place'],
  ...['prefix', 'subnet', 'host', 'coordinates', 'commitment'],
];

/** How many groups of about 64 nodes the rows make. */
function cells(rows) {
  let all = 0;
  for (let c = 0; c < 16; c++) {
    const size = rows.filter((row) => row.class === c).length;
    let groups = size === 0 ? 0 : 1;
    while (size > 64 * groups) groups *= 2;
    all += groups;
  }
  return all;
}

/** Records that the map commits to, by commitment to row; whatever else is in the bundle is left out. */
function records(bytes, committed) {
  const r = new Reader(bytes);
  magic(r, 'P17B');
  const count = r.u32();
  const all = Array.from({ length: count }, () => r.take(r.u16()));
  r.end();
  return all.flatMap((raw) => {
    const row = committed.get(sha256(raw).toString('hex', 0, 16));
    return row ? [{ ...node(raw), trusted: row.trusted }] : [];
  });
}

function ascending(ids) {
  check(ids.every((id, i) => i === 0 || Buffer.compare(ids[i - 1], id) < 0), 'ids out of order');
}

function prekey(bytes) {
  const r = new Reader(bytes);
  magic(r, 'P17K');
  const use = r.u8();
  check(use === 1 || use === 2, 'use of a prekey');
  const suite = r.u16();
  check(suite !== 0, 'suite of a prekey');
  const node = signer(r.take(32));
  const twice = suite === ML_DSA;
  const message = signed(bytes, 'prekey', node, twice ? SECOND_SIGNATURE : 0);
  const id = r.u32();
  const [notBefore, useUntil, acceptUntil] = [r.u63(), r.u63(), r.u63()];
  check(notBefore < useUntil && useUntil <= acceptUntil && acceptUntil <= notBefore + 86_400n, 'times of a prekey');
  const key = r.take(r.u16());
  check(key.length >= 16 && key.length <= 4_096, 'key of a prekey');
  const second = twice ? r.take(SECOND_KEY) : undefined;
  r.take(SIGNATURE);
  if (twice) {
    check(ml_dsa65.verify(second, text('prekey', message), r.take(SECOND_SIGNATURE)), 'second signature of a prekey');
  }
  r.end();
  const mlDsa = second && sha256(second);
  return { use, suite, node, id, notBefore: Number(notBefore), useUntil: Number(useUntil), key, digest: sha256(bytes), mlDsa };
}

/**
 * A record that a node handed over because it does not answer to another one any more.
 *
 * @param net the map; @param refused the prekey that was refused
 */
export function handedOver(net, bytes, refused) {
  const record = prekey(bytes);
  check(record.node.equals(refused.node) && record.suite === refused.suite && record.use === refused.use, 'a foreign prekey');
  check(usable(net, record), 'a prekey out of use');
  check(record.notBefore > refused.notBefore, 'a prekey older than the one refused');
  return record;
}

/** Its node is in the map, which names the ML-DSA key that signed it if one had to; and it is in time. */
function usable(map, prekey) {
  const owner = map.nodes.find((n) => n.id.equals(prekey.node));
  const vouched = owner && (!prekey.mlDsa || (owner.mlDsa && owner.mlDsa.equals(prekey.mlDsa)));
  const inTime = prekey.useUntil > now() && prekey.notBefore <= now() + AHEAD_SECONDS;
  return vouched && inTime && map.suites.includes(prekey.suite) && owner.suites.includes(prekey.suite);
}

/** The set that the head names. A record that does not parse or verify is left out, the others count. */
function prekeys(bytes) {
  const r = new Reader(bytes);
  magic(r, 'P17S');
  const count = r.u32();
  check(count <= 400_000, 'prekeys');
  const good = [];
  for (let i = 0; i < count; i++) {
    const record = r.take(r.u16());
    try {
      good.push(prekey(record));
    } catch {
      continue;
    }
  }
  r.end();
  return good;
}

async function get(url) {
  const answer = await fetch(url);
  check(answer.status === 200, `${url}: ${answer.status}`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  check(bytes.length <= MAX, 'too long');
  return bytes;
}

/** The network as its authority signed it. */
export async function network(base, authority) {
  const head = mapHead(await get(base + '/v1/head'), signer(authority));
  const root = head.root.toString('hex');
  const rows = columns(await get(`${base}/v1/columns/${root}`), head);
  const committed = new Map(rows.map((row) => [row.commitment.toString('hex'), row]));
  const nodes = [];
  for (let cell = 0; cell < cells(rows); cell++) {
    nodes.push(...records(await get(`${base}/v1/records/${root}/${cell}`), committed));
  }
  check(nodes.length === rows.length && new Set(nodes.map((n) => n.name)).size === nodes.length, 'records of the map');
  const signedMap = { network: head.network, epoch: head.epoch, suites: head.suites, nodes };
  const set = await get(`${base}/v1/prekeys/${head.prekeys.toString('hex')}`);
  check(sha256(set).equals(head.prekeys), 'prekeys that the head does not name');
  const all = prekeys(set);
  const has = (node, use) => all.some((k) => k.use === use && k.node.equals(node.id) && usable(signedMap, k));
  const atHand = nodes.filter((node) => has(node, 1) && has(node, 2));
  // Capacities count too; in the networks that this client meets nothing is measured.
  check(3 * atHand.length >= 2 * rows.length, 'prekeys of too many nodes are held back');
  return {
    ...signedMap,
    /** The prekey to use: of those in time, the one that begins last. */
    prekey(node, use, suite) {
      const fit = all.filter((k) => k.use === use && k.suite === suite && k.node.equals(node.id) && usable(signedMap, k));
      return fit.sort((a, b) => b.notBefore - a.notBefore)[0];
    },
  };
}
