import { writeSync } from 'node:fs';
import { createLogging } from '../logging.ts';

/**
 * A process that logs numbered lines as fast as it can, telling each number on standard output
 * after it was logged: `node writer.ts <dir> <name> <lines> <maxBytes> <maxAgeMs>`.
 */
const [dir = '', name = '', lines = '0', maxBytes = '0', maxAgeMs = '0'] = process.argv.slice(2);

const { log } = createLogging({
  dir,
  level: 'info',
  maxBytes: Number(maxBytes),
  maxFiles: 1000,
  maxAgeMs: Number(maxAgeMs),
});

for (let n = 1; n <= Number(lines); n += 1) {
  const padding = 'x'.repeat(n % 97 === 0 ? 9_000 : n % 61);
  log.info({ writer: name, n, padding }, 'line');
  if (n % 10 === 0) writeSync(1, `${n}\n`);
}
