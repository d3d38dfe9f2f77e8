import type { Connection, VirStream } from '@baadal/libvirt';
import type { HostId } from '../src/platform/ids.ts';
import type { Services } from '../src/services.ts';
import { waitFor } from './wait-for.ts';

/** A root shell in a micro guest, on its serial console, for what only the guest can tell. */
export class GuestShell implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #stream: VirStream;
  #seen = '';
  #asked = 0;

  private constructor(connection: Connection, stream: VirStream) {
    this.#connection = connection;
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#seen += chunk.toString('latin1');
    });
    stream.on('error', () => undefined);
  }

  /** Opens the console and signs in, however the last one left it. */
  static async open(
    services: Services,
    vm: { readonly hostId: HostId; readonly uuid: string },
  ): Promise<GuestShell> {
    const connection = await services.hosts.libvirtStream(vm.hostId);
    const domain = await connection.domainLookupByUuid(vm.uuid);
    const shell = new GuestShell(connection, await domain.openConsole({ force: true }));
    await shell.#signIn();
    return shell;
  }

  /** Runs a command and gives what it printed. */
  async run(command: string): Promise<string> {
    const mark = `mark${++this.#asked}x`;
    this.#seen = '';
    // The echo of what is typed does not hold the mark as it is printed.
    const typed = `echo ${mark.slice(0, -1)}''x`;
    this.#stream.write(`${command}; ${typed}\r`);
    const all = await waitFor(
      `the guest to have run ${command}`,
      () => this.#seen.includes(`${mark}\r`) && this.#seen,
    );
    // Prompts that are still to come from the sign-in are before the echo, and what was typed before
    // the shell read it was echoed by the terminal as well.
    const end = all.indexOf(mark);
    const echo = Math.max(0, all.lastIndexOf(typed, end));
    const [, ...lines] = all.slice(echo, end).split('\n');
    return lines.join('\n').trim();
  }

  async #signIn(): Promise<void> {
    let typed = 0;
    await waitFor('a shell in the guest', () => {
      // After the prompt the shell asks the terminal where its cursor is.
      if (/ # (.\[6n)?$/.test(this.#seen)) return true;
      if (performance.now() - typed < 500) return false;
      typed = performance.now();
      this.#stream.write(this.#seen.includes('login:') ? 'root\r' : '\r');
      return false;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stream.destroy();
    await this.#connection.close();
  }
}
