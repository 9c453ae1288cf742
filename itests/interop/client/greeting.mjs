// protocol-link.md: HELLO, WELCOME and RETRY.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { check, concat, Reader, u16, u32, u64, u8 } from './bytes.mjs';
import { Initiator, LINK } from './ratchet.mjs';
import { ML_DSA } from './suites.mjs';

const HELLO = 3_072;
/** Bytes of a WELCOME, and of a RETRY in most suites. */
const GREETING = 2_048;
const LONG_RETRY = 12_288;
export const WELCOME_TYPE = 0x57;
export const RETRY_TYPE = 0x52;
const HELLO_TYPE = 0x48;
const VERSION = 1;
const CLIENT = 0;
const NEW = 0;
const RESUME = 1;

/** @param resume of a link that goes on: its key, its resume secret and how many records were received */
export function hello(node, prekey, resume) {
  const clear = concat(u8(HELLO_TYPE), u8(VERSION), u16(prekey.suite), u32(prekey.id));
  const context = concat('P17/1 link', node.id, prekey.digest, clear);
  const ratchet = new Initiator(prekey.suite, LINK, prekey.key, context, randomBytes);
  const offer = ratchet.offer();
  const plain = randomBytes(HELLO - clear.length - ratchet.share.length - 16);
  plain[0] = CLIENT;
  plain[1] = resume ? RESUME : NEW;
  if (resume) {
    const hash = createHash('sha256').update(concat(context, ratchet.share, offer)).digest();
    const claim = concat(resume.key, u64(resume.received));
    claim.copy(plain, 98);
    createHmac('sha256', resume.secret).update(concat(hash, claim)).digest().copy(plain, 122);
  }
  offer.copy(plain, 154);
  return { ratchet, bytes: concat(clear, ratchet.share, ratchet.sending.seal(HELLO_TYPE, plain)) };
}

/** Takes the answer: the ratchet receives under epoch 1 from here on. */
export function welcome(ratchet, bytes) {
  check(bytes[1] === VERSION, 'version');
  const plain = ratchet.receiving.open(WELCOME_TYPE, bytes.subarray(2));
  check(plain[0] === 0, `refused with status ${plain[0]}`);
  ratchet.answer(plain.subarray(25, 25 + 6 + ratchet.offered.suite.kem.shareLength + 16));
  ratchet.switchReceiving();
  return { key: Buffer.from(plain.subarray(1, 17)), received: Number(plain.readBigUInt64BE(17)) };
}

/** Bytes of the answer to a HELLO in that suite, by its first byte. */
export const greetingLength = (type, suite) => (type === RETRY_TYPE && suite === ML_DSA ? LONG_RETRY : GREETING);

/** The LINK record to greet with instead, and the ONION record, empty if there is none. */
export function retry(bytes) {
  check(bytes[1] === VERSION, 'version');
  const r = new Reader(bytes.subarray(2));
  return { link: r.take(r.u16()), onion: r.take(r.u16()) };
}
