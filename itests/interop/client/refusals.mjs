// What a node must refuse, and how it says so.
import { BUILD, CELL, SMALL } from './records.mjs';
import { handedOver } from './netmap.mjs';
import { sealCell } from './onion.mjs';

/** A bit turned over on the way: the node that finds it ends the circuit. */
export async function flippedByte(link, circuit) {
  circuit.build();
  await circuit.firstSteps();
  const cell = sealCell(circuit.hops, circuit.last, SMALL, Buffer.alloc(0));
  cell[1_000] ^= 1;
  link.send(CELL, circuit.number, cell);
  return (await circuit.ended).by;
}

/** The same BUILD once more, as another circuit. */
export function replayedBuild(link, blob) {
  return new Promise((done, failed) => {
    const number = link.attach({
      destroyed: () => done('DESTROY'),
      refused: () => done('BUILD_FAILED'),
      outdated: () => false,
      cell: () => failed(new Error('a replayed BUILD was answered')),
    });
    blob.forEach((half) => link.send(BUILD, number, half));
  });
}

/** A prekey as a client may hold it that has not asked for long: the node has none of this number. */
export const stale = (prekey) => ({ ...prekey, id: (prekey.id ^ 1) >>> 0, notBefore: prekey.notBefore - 1 });

const replaced = (list, at, value) => list.map((old, i) => (i === at ? value : old));

/** A BUILD to a prekey that one hop has no more; the record that comes back is used for another one. */
export async function stalePrekey(newCircuit, path, hop) {
  const old = stale(path[hop].prekey);
  const circuit = newCircuit(replaced(path, hop, { ...path[hop], prekey: old }));
  circuit.build();
  const { by, code, record } = await circuit.ended;
  const prekey = handedOver(circuit.link.net, record, old);
  const next = newCircuit(replaced(path, hop, { ...path[hop], prekey }));
  next.build();
  await next.firstSteps();
  next.destroy();
  return { by, code };
}
