import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Guest, startGuest } from '../test/guest.ts';
import {
  CACHE_DIR,
  host,
  onMachine,
  SerialConsole,
  temporaryDirectory,
} from '../test/lab-access.ts';
import { type Lab, labUp } from './index.ts';
import { waitUntil } from './wait-until.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let lab: Lab;
let one: Guest;
let two: Guest;

beforeAll(async () => {
  directory = await temporaryDirectory();
  lab = await labUp({
    name: 'guests',
    stateDir: path.join(directory.path, 'lab'),
    cacheDir: CACHE_DIR,
  });
  const [first, second] = lab.inventory.vlans[0]?.pool ?? [];
  if (first === undefined || second === undefined) throw new Error('no pool');
  one = { name: 'one', host: host(lab, 1), pool: first };
  two = { name: 'two', host: host(lab, 2), pool: second };
  await Promise.all([startGuest(lab, one), startGuest(lab, two)]);
});
afterAll(async () => {
  await lab?.down();
  await directory?.[Symbol.asyncDispose]();
});

async function answersPing(address: string): Promise<boolean> {
  const ping = `busybox ping -c 1 -W 1 ${address} >/dev/null && echo yes || echo no`;
  return (await onMachine(lab, lab.inventory.gateway, ping)) === 'yes';
}

const state = ({ host: machine, name }: Guest): Promise<string> =>
  onMachine(lab, machine, `virsh domstate ${name}`);

/** Which of the 80 × 25 cells of a text screen have anything drawn in them, from a picture in PPM. */
function drawnCells(ppm: Buffer): readonly boolean[] {
  const [header = '', columns, rows] = /^P6\n(\d+) (\d+)\n255\n/.exec(ppm.toString('latin1')) ?? [];
  const [width, height] = [Number(columns), Number(rows)];
  const cells = new Array<boolean>(80 * 25).fill(false);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = header.length + 3 * (y * width + x);
      if (ppm.subarray(at, at + 3).every((byte) => byte === 0)) continue;
      cells[Math.floor((y * 25) / height) * 80 + Math.floor((x * 80) / width)] = true;
    }
  }
  return cells;
}

/** The text on the screen as the guest itself has it, all rows in one. */
async function screenText(serial: SerialConsole): Promise<string> {
  serial.type('echo from-$((40 + 2)); cat /dev/vcs1; echo; echo to-$((40 + 2))');
  const text = await serial.expect(/to-42\r\n/);
  return /from-42\r\n(.{2000})\r\nto-42/s.exec(text)?.[1] ?? `not 80 × 25: ${text}`;
}

describe('two micro guests on two hosts in one VLAN', () => {
  it('get the addresses reserved for them and answer the gateway and the controller', async () => {
    for (const { pool } of [one, two]) {
      await waitUntil(`an answer of ${pool.address}`, 40_000, () => answersPing(pool.address));
    }
    const socket = connect({ host: one.pool.address, port: 80 });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    // Nothing listens there, and it is the guest that says so: the lab's route leads to it.
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('have a login on the serial console, which echoes, and reach each other', async () => {
    await using serial = new SerialConsole(lab, one.host, one.name);
    await serial.connected();
    await serial.login();
    serial.type('echo typed-$((40 + 2)); hostname; cat /data/boots');
    expect(await serial.expect(/typed-42\r\none\r\n1\r\n/)).toContain('echo typed-$((40 + 2))');
    serial.type(`ping -c 2 -W 2 ${two.pool.address}; echo code $?`);
    expect(await serial.expect(/code \d/)).toContain('code 0');
    // TCP with payload from the gateway over the trunk: checksums are whole.
    serial.type('nc -l -p 4000 | md5sum');
    const { gateway } = lab.inventory;
    const source = 'head -c 300000 /usr/bin/busybox';
    const sum = (await onMachine(lab, gateway, `${source} | md5sum`)).slice(0, 32);
    await waitUntil('TCP to the guest', 10_000, async () =>
      onMachine(lab, gateway, `${source} | busybox nc -w 10 ${one.pool.address} 4000`).then(
        () => true,
        () => false,
      ),
    );
    expect(await serial.expect(/[0-9a-f]{32} /)).toContain(sum);
  });

  it('show a login on the screen, which VNC offers on the host alone', async () => {
    await using serial = new SerialConsole(lab, one.host, one.name);
    await serial.connected();
    // Still signed in there.
    serial.type('');
    await serial.expect(/# /);
    const text = await screenText(serial);
    expect(text).toContain('one login: ');
    const dump = 'screendump /mnt/datastore/vm_images/one.ppm';
    await onMachine(lab, one.host, `virsh qemu-monitor-command one --hmp '${dump}'`);
    const picture = path.join(lab.stateDir, 'datastore', 'vm_images', 'one.ppm');
    const drawn = drawnCells(await readFile(picture));
    const written = Array.from(text, (character) => character !== ' ');
    // The cursor blinks, one column after the prompt's colon.
    const cursor = text.trimEnd().length + 1;
    expect(drawn.toSpliced(cursor, 1)).toEqual(written.toSpliced(cursor, 1));
    expect(await onMachine(lab, one.host, 'virsh vncdisplay one')).toContain('127.0.0.1:0');
    const socket = connect({ host: one.host.address, port: 5900 });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('restart at the power button when a reboot is asked for', async () => {
    await using serial = new SerialConsole(lab, one.host, one.name);
    await serial.connected();
    await onMachine(lab, one.host, 'virsh reboot one --mode acpi');
    await serial.expect(/boot 2 of its disk/);
    await serial.login();
  });

  it('cannot run the same disk twice', async () => {
    const xml = 'virsh dumpxml one';
    const elsewhere = await onMachine(lab, one.host, xml);
    const target = elsewhere.replace(/<uuid>.*<\/uuid>/, '').replace('<name>one<', '<name>again<');
    const start = `cat >/tmp/again.xml <<'END'\n${target}\nEND\nvirsh define /tmp/again.xml && virsh start again 2>&1 || true; virsh undefine again`;
    expect(await onMachine(lab, two.host, start)).toMatch(/Failed to get "write" lock/);
  });

  it('migrate live, obey the power button, and lose power with their host', async () => {
    await onMachine(
      lab,
      two.host,
      'virsh migrate --live --persistent --undefinesource two qemu+ssh://root@host1/system',
    );
    const moved = { ...two, host: one.host };
    expect(await state(moved)).toBe('running');
    await waitUntil('an answer after migration', 20_000, () => answersPing(two.pool.address));

    await onMachine(lab, one.host, 'virsh shutdown two');
    await waitUntil('two to be off', 20_000, async () => (await state(moved)) === 'shut off');
    await lab.powerOff('host1');
    expect(await answersPing(one.pool.address)).toBe(false);
    await lab.powerOn('host1');
    expect(await state(one)).toBe('shut off');
    await onMachine(lab, one.host, 'virsh start one');
    await using serial = new SerialConsole(lab, one.host, one.name);
    await serial.connected();
    await serial.login();
    serial.type('echo boot-$(cat /data/boots)');
    await serial.expect(/boot-3\r\n/);
  });
});
