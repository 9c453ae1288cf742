// What a node must refuse.
import { BUILD, CELL, SMALL } from './link.mjs';
import { sealCell } from './onion.mjs';

/** A bit turned over on the way: the node that finds it ends the circuit. */
export async function flippedByte(link, circuit) {
  circuit.build();
  await circuit.firstSteps();
  const cell = sealCell(circuit.hops, circuit.last, SMALL, Buffer.alloc(0));
  cell[1_000] ^= 1;
  link.send(CELL, circuit.number, cell);
  return circuit.over;
}

/** The same BUILD once more, as another circuit. */
export function replayedBuild(link, blob) {
  return new Promise((done, failed) => {
    const number = link.attach({
      destroyed: () => done('DESTROY'),
      cell: () => failed(new Error('a replayed BUILD was answered')),
    });
    blob.forEach((half) => link.send(BUILD, number, half));
  });
}
