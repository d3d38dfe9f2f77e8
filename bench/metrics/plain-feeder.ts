import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends updates in batches of 2,000 over one socket and waits for each answer: no client could do less. */
export async function feedPlainly(
  socket: string,
  updates: readonly { file: string; at: number; values: readonly number[] }[],
): Promise<void> {
  const stream = connect({ path: socket });
  await once(stream, 'connect');
  try {
    for (let from = 0; from < updates.length; from += 2_000) {
      const lines = updates
        .slice(from, from + 2_000)
        .map(({ file, at, values }) => `UPDATE ${file} ${at}:${values.join(':')}\n`);
      stream.write(`BATCH\n${lines.join('')}.\n`);
      let answer = '';
      while (!/^\d+ errors\n/m.test(answer))
        answer += String((await once(stream, 'data'))[0] as Buffer);
      if (!/^0 errors\n/m.test(answer)) throw new Error(answer.slice(0, 500));
    }
  } finally {
    stream.destroy();
  }
}
