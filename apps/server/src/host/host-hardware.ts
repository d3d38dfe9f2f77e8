/** A network card of a host. */
export interface HostNic {
  readonly name: string;
  readonly mac: string;
  /** Link speed; null when there is no link or the driver does not tell. */
  readonly speedMbps: number | null;
  readonly up: boolean;
}

/** A disk of a host's own. */
export interface HostDisk {
  readonly name: string;
  readonly sizeBytes: number;
  readonly rotational: boolean;
  readonly model: string | null;
}

/** What guests' interfaces can be hung on. */
export interface HostSwitch {
  readonly kind: 'OPEN_VSWITCH' | 'BRIDGE' | 'NONE';
  /** Of Open vSwitch where that runs, else those of the kernel. */
  readonly bridges: readonly string[];
  readonly version: string | null;
}

/** The CPU as libvirt describes it to guests. */
export interface HostCpu {
  readonly arch: string;
  /** libvirt's name of the model, such as `Skylake-Server`; null when it has none. */
  readonly model: string | null;
  readonly vendor: string | null;
  /** Beyond those of the model. */
  readonly features: readonly string[];
}

/** What a host is made of, as found last; kept in its row as JSON. */
export interface HostHardware {
  readonly hostname: string;
  readonly os: string | null;
  readonly kernel: string | null;
  readonly cpu: HostCpu;
  readonly nics: readonly HostNic[];
  readonly disks: readonly HostDisk[];
  readonly switch: HostSwitch;
  /** How far its clock is ahead of ours; negative when behind. */
  readonly clockSkewMs: number;
}

const words = (line: string) => line.trim().split(/\s+/);
const CARD_NAME = /^(eth|en|ib|bond|team)/;

/** Reads `name mac speed state device` of each interface; virtual ones are left out. */
export function parseNics(lines: readonly string[]): HostNic[] {
  return lines.flatMap((line) => {
    const [name = '', mac = '', speed = '', state = '', device = ''] = words(line);
    if (!(device === 'device' || CARD_NAME.test(name))) return [];
    const speedMbps = Number(speed);
    return [{ name, mac, speedMbps: speedMbps > 0 ? speedMbps : null, up: state === 'up' }];
  });
}

/** Reads `lsblk -bdnr -o NAME,SIZE,ROTA,TYPE,MODEL`, in which blanks are written as \x20. */
export function parseDisks(lines: readonly string[]): HostDisk[] {
  return lines.flatMap((line) => {
    const [name = '', size = '', rotational, type, model = ''] = words(line);
    if (type !== 'disk' || !(Number(size) > 0)) return [];
    const text = model.replace(/\\x20/g, ' ').trim();
    return [{ name, sizeBytes: Number(size), rotational: rotational === '1', model: text || null }];
  });
}

/** The host's CPU and uuid in libvirt's capabilities. */
export function parseCapabilities(xml: string): { readonly uuid: string | null; cpu: HostCpu } {
  const host = /<host>[\s\S]*?<\/host>/.exec(xml)?.[0] ?? '';
  const cpu = /<cpu>[\s\S]*?<\/cpu>/.exec(host)?.[0] ?? '';
  const element = (name: string, text: string) =>
    new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1] ?? null;
  return {
    uuid: element('uuid', host)?.toLowerCase() ?? null,
    cpu: {
      arch: element('arch', cpu) ?? 'unknown',
      model: element('model', cpu),
      vendor: element('vendor', cpu),
      features: [...cpu.matchAll(/<feature name='([^']+)'/g)].map(([, name = '']) => name).sort(),
    },
  };
}
