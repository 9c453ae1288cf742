// Checks the primitives and the key schedule against the frozen known-answers.json of the suite bundles.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { check, concat, Reader } from './bytes.mjs';
import { C2R, Epoch, Initiator, LINK, ONION, R2C } from './ratchet.mjs';
import { dh, xwing } from './xwing.mjs';

const CHUNK = 50;

export function knownAnswers(file) {
  const { id, values } = JSON.parse(readFileSync(file, 'utf8'));
  let compared = 0;
  for (const [name, use] of [['link', LINK], ['onion', ONION]]) {
    const value = (key) => Buffer.from(values[`${name}.${key}`], 'hex');
    const same = (key, bytes) => {
      check(value(key).equals(bytes), `${file}: ${name}.${key} differs`);
      compared++;
    };
    const random = ['random.share', 'random.offer'].map(value);
    const pair = (use === LINK ? xwing : dh).keyPair(value('random.prekey'));
    same('prekey', pair.public);
    const ratchet = new Initiator(id, use, pair.public, value('context'), () => random.shift());
    same('share', ratchet.share);
    // The responder's secret must be the initiator's.
    const secret = (use === LINK ? xwing : dh).decapsulate(pair, ratchet.share);
    const twin = Epoch.first(ratchet.epoch.suite, use, pair.public, value('context'), ratchet.share, secret);
    check(twin.confirm.equals(ratchet.epoch.confirm), 'the two ends differ');

    const layer = ratchet.epoch.oneTimeLayer('build');
    same('onetime.sealed', layer.seal(value('context'), value('plain')));
    same('onetime.keystream', layer.keystream(value('onetime.keystream').length));
    same('onetime.filler.sha256', createHash('sha256').update(layer.filler(3000)).digest());

    const epochs = [ratchet.epoch];
    same('offer', ratchet.offer(id));
    same('answer', answer(ratchet.epoch, value('offer'), value('random.answer')));
    ratchet.answer(value('answer'));
    epochs.push(ratchet.epoch);
    for (const epoch of epochs) {
      same(`epoch${epoch.number}.export`, epoch.export('known answer', value('context'), 40));
      for (const [direction, label] of [[C2R, 'c2r'], [R2C, 'r2c']]) {
        const chain = epoch.chains[direction];
        for (let n = 0; n <= 700; n++) {
          const kind = n % 2 === 0 ? 0x53 : 0x42;
          const key = `epoch${epoch.number}.${label}.${n}`;
          const listed = values[`${name}.${key}.sealed`] !== undefined;
          if (listed) {
            same(`${key}.keystream`, chain.keystream(CHUNK));
            same(`${key}.filler`, chain.filler());
          }
          const sealed = chain.seal(kind, value('plain'));
          if (listed) {
            same(`${key}.sealed`, sealed);
          }
        }
      }
    }
  }
  check(compared === Object.keys(values).filter((k) => !/\.(random|context|plain)/.test(k)).length, 'values not compared');
  return compared;
}

/** What a responder answers. */
function answer(epoch, offer, random) {
  const head = offer.subarray(0, 6);
  check(new Reader(head).u16() === epoch.suite.id, 'the suite of an offer');
  const key = offer.subarray(6);
  const { share, secret } = xwing.encapsulate(key, random);
  return concat(head, share, epoch.after(epoch.suite, key, share, secret).confirm);
}
