import type { Client } from 'ssh2';
import { killCommand } from './remote-process.ts';

/**
 * Kills remote processes whose callers gave up. Works in batches on one channel at a time, so that
 * it adds at most one session to those counted by `ChannelSlots`.
 */
export class Reaper {
  readonly #client: Client;
  #waiting: Array<{ readonly processId: number; readonly done: () => void }> = [];
  #busy = false;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Ends the process group, as well as it can; resolves when it was tried. Never rejects. */
  kill(processId: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ processId, done });
      if (!this.#busy) this.#nextBatch();
    });
  }

  #nextBatch(): void {
    const batch = this.#waiting.splice(0);
    this.#busy = batch.length > 0;
    if (!this.#busy) return;
    const finish = () => {
      for (const { done } of batch) done();
      this.#nextBatch();
    };
    try {
      this.#client.exec(killCommand(batch.map(({ processId }) => processId)), (error, channel) => {
        // Best effort: a machine that refuses even this is found by the keepalive.
        if (error) return finish();
        channel.on('error', () => undefined).on('close', finish);
        channel.stderr.resume();
        channel.resume().end();
      });
    } catch {
      // The connection is gone, and with it the standing of the processes: sshd hangs up on them.
      finish();
    }
  }
}
