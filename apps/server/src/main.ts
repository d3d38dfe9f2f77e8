import 'reflect-metadata';
import { startApp } from './app.ts';
import { ConfigError, readConfig } from './platform/config.ts';

/** Starts a server process and ends it on a signal, or when the program that started it is gone. */
async function main(): Promise<void> {
  const config = readConfig();
  const app = await startApp(config);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ event: 'listening', url: app.url });
  await app.ready();
  process.send?.({ event: 'ready', url: app.url });
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError;
  process.stderr.write(
    `${known ? error.message : `The server could not start: ${describe(error)}`}\n`,
  );
  process.exit(1);
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? error.message;
}
