// protocol-suite.md, section 2: the two key agreements.
import { x25519 } from '@noble/curves/ed25519';
import { sha3_256, shake256 } from '@noble/hashes/sha3';
import { ml_kem768 } from '@noble/post-quantum/ml-kem';
import { check, concat } from './bytes.mjs';

const LABEL = Buffer.from('5c2e2f2f5e5c', 'hex');
const EK = 1184;
const CIPHERTEXT = 1088;

const secretOf = (kem, agreement, ephemeral, point) => Buffer.from(sha3_256(concat(kem, agreement, ephemeral, point, LABEL)));

// @noble/curves refuses an agreement of all zeros by itself.
const agree = (scalar, point) => x25519.getSharedSecret(scalar, point);

export const xwing = {
  random: 64,
  shareLength: CIPHERTEXT + 32,
  keyLength: EK + 32,

  keyPair(seed) {
    const e = shake256(seed, { dkLen: 96 });
    const kem = ml_kem768.keygen(e.subarray(0, 64));
    const scalar = e.subarray(64);
    const point = x25519.getPublicKey(scalar);
    return { kem: kem.secretKey, scalar, point, public: concat(kem.publicKey, point) };
  },

  encapsulate(key, random) {
    check(key.length === EK + 32, 'X-Wing key');
    // encapsulate() does the modulus check of FIPS 203, section 7.2.
    const kem = ml_kem768.encapsulate(key.subarray(0, EK), random.subarray(0, 32));
    const point = key.subarray(EK);
    const scalar = random.subarray(32, 64);
    const ephemeral = x25519.getPublicKey(scalar);
    return {
      share: concat(kem.cipherText, ephemeral),
      secret: secretOf(kem.sharedSecret, agree(scalar, point), ephemeral, point),
    };
  },

  decapsulate(pair, share) {
    check(share.length === CIPHERTEXT + 32, 'X-Wing share');
    const ephemeral = share.subarray(CIPHERTEXT);
    const kem = ml_kem768.decapsulate(share.subarray(0, CIPHERTEXT), pair.kem);
    return secretOf(kem, agree(pair.scalar, ephemeral), ephemeral, pair.point);
  },
};

export const dh = {
  random: 32,
  shareLength: 32,
  keyLength: 32,

  keyPair(seed) {
    return { scalar: seed, public: Buffer.from(x25519.getPublicKey(seed)) };
  },

  encapsulate(key, random) {
    check(key.length === 32, 'X25519 key');
    return { share: Buffer.from(x25519.getPublicKey(random)), secret: Buffer.from(agree(random, key)) };
  },

  decapsulate(pair, share) {
    return Buffer.from(agree(pair.scalar, share));
  },
};
