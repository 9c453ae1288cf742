// An HTTP download over one stream of a circuit.
import { createHash } from 'node:crypto';
import { check } from './bytes.mjs';

/**
 * @param progress called with (bytes so far, bytes in all) after each piece of the body
 * @param send takes the frames that begin it
 */
export function download(
  circuit,
  number,
  { host, port, path },
  progress = () => {},
  send = (frames) => circuit.sendFrames(circuit.last, frames),
) {
  return new Promise((done, failed) => {
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    let length = null;
    let bytes = 0;
    const body = (piece) => {
      hash.update(piece);
      bytes += piece.length;
      progress(bytes, length);
    };
    const connect = circuit.connect(number, host, port, {
      connected: () => {},
      failed,
      data(piece) {
        if (length !== null) {
          body(piece);
          return;
        }
        head = Buffer.concat([head, piece]);
        const end = head.indexOf('\r\n\r\n');
        if (end >= 0) {
          const text = head.subarray(0, end).toString('latin1');
          check(/^HTTP\/1\.[01] 200 /.test(text), text);
          length = Number(/^content-length: *(\d+)/im.exec(text)[1]);
          body(head.subarray(end + 4));
        }
      },
      end() {
        if (bytes !== length) {
          failed(new Error(`${bytes} bytes of ${length}`));
          return;
        }
        circuit.fin(number);
        done({ bytes, sha256: hash.digest('hex') });
      },
    });
    const request = `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`;
    send(Buffer.concat([connect, circuit.data(number, Buffer.from(request))]));
  });
}
