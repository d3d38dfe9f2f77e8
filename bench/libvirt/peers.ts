import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Another client of the same daemon, in a process of its own. */
export interface Peer {
  /** Makes `count` calls one after the other; seconds taken. */
  run(what: string, count: number): Promise<number>;
  stop(): void;
}

/** A process that is talked to by lines. */
function lines(command: string, args: readonly string[]) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const reader = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await reader.next();
    if (line.done) throw new Error(`${command} ended`);
    return line.value;
  };
  return { child, next, send: (text: string) => void child.stdin.write(text) };
}

/** python3-libvirt, which is libvirt's own C client. */
export async function startPython(uri: string, domain: string): Promise<Peer> {
  const script = new URL('./python_peer.py', import.meta.url).pathname;
  const { child, next, send } = lines('/usr/bin/python3', [script, uri, domain]);
  await next();
  return {
    run: async (what, count) => {
      send(`${what} ${count}\n`);
      return Number(await next());
    },
    stop: () => void child.kill(),
  };
}

/** One virsh process fed by its standard input. */
export async function startVirsh(uri: string, domain: string): Promise<Peer> {
  const commands: Readonly<Record<string, string>> = {
    info: `domstate ${domain}`,
    list: 'list --all --name',
    stats: 'domstats',
  };
  const { child, next, send } = lines('virsh', ['-q', '-c', uri]);
  const until = async (mark: string) => {
    while (!(await next()).endsWith(mark)) {
      // what the commands print
    }
  };
  send('echo MARK\n');
  await until('MARK');
  return {
    run: async (what, count) => {
      const start = performance.now();
      send(`${`${commands[what]}\n`.repeat(count)}echo MARK\n`);
      await until('MARK');
      return (performance.now() - start) / 1000;
    },
    stop: () => void child.kill(),
  };
}
