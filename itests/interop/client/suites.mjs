// protocol-suite.md, sections 1 and 4: the registry and the two bulk ciphers.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { check, concat } from './bytes.mjs';
import { dh, xwing } from './xwing.mjs';

const TAG = 16;

const aead = (name) => ({
  seal(key, nonce, aad, plain) {
    const cipher = createCipheriv(name, key, nonce, { authTagLength: TAG });
    cipher.setAAD(aad);
    return concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
  },

  open(key, nonce, aad, sealed) {
    check(sealed.length >= TAG, 'no tag');
    const cipher = createDecipheriv(name, key, nonce, { authTagLength: TAG });
    cipher.setAAD(aad);
    cipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    return concat(cipher.update(sealed.subarray(0, sealed.length - TAG)), cipher.final());
  },
});

const stream = (name, key, iv, n) => createCipheriv(name, key, iv).update(Buffer.alloc(n));

// node's 'chacha20' takes the block counter first, little-endian, then the nonce.
const chacha = (key, counter, nonce, n) => stream('chacha20', key, concat(Buffer.of(counter, 0, 0, 0), nonce), n);

const AES = {
  ...aead('aes-256-gcm'),
  keystream: (key, nonce, n) => stream('aes-256-ctr', key, concat(nonce, Buffer.of(0, 0, 0, 2)), n),
  filler: (key, n) => stream('aes-256-ctr', key, Buffer.alloc(16), n),
};

const CHACHA = {
  ...aead('chacha20-poly1305'),
  keystream: (key, nonce, n) => chacha(key, 1, nonce, n),
  filler: (key, n) => chacha(key, 0, Buffer.alloc(12), n),
};

export const AES_GCM = 0x0101;
export const CHACHA_POLY = 0x0102;
/** Nodes sign its prekeys twice. */
export const ML_DSA = 0x0103;

const SHA_256 = { hash: 'sha256', N: 32 };
const SHA_384 = { hash: 'sha384', N: 48 };

/** The KEM serves LINK prekeys and steps; ONION prekeys are X25519 in every suite. */
const suites = new Map(
  [
    { id: AES_GCM, kem: xwing, cipher: AES, ...SHA_256 },
    { id: CHACHA_POLY, kem: xwing, cipher: CHACHA, ...SHA_256 },
    { id: ML_DSA, kem: xwing, cipher: AES, ...SHA_384 },
    { id: 0x0104, kem: dh, cipher: AES, ...SHA_256 },
  ].map((s) => [s.id, s]),
);

export const known = (id) => suites.has(id);

export const hex = (id) => '0x' + id.toString(16).padStart(4, '0');

export function suite(id) {
  check(suites.has(id), `suite ${hex(id)} is not known here`);
  return suites.get(id);
}
