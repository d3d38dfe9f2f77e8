/** A disk of a domain that is no VM of ours. */
export interface ForeignDisk {
  /** Absolute path on its host; null when it is no file. */
  readonly path: string | null;
  readonly target: string;
  readonly bus: string;
  readonly format: string;
}

/** A network card of such a domain. */
export interface ForeignNic {
  readonly mac: string;
  readonly vlanTag: number | null;
}

/** What a domain's definition says of it. */
export interface ForeignDomain {
  readonly name: string;
  readonly uuid: string;
  readonly vcpus: number;
  readonly ramMiB: number;
  /** Disks alone; drives for CDs and floppies are left out. */
  readonly disks: readonly ForeignDisk[];
  readonly removable: number;
  readonly nics: readonly ForeignNic[];
  /** Of its VNC server on the host's loopback; null when it has none there. */
  readonly vncPort: number | null;
  /** Absolute path of a kernel that it boots directly. */
  readonly kernel: string | null;
  /** It boots by firmware of its own (UEFI) with variables beside it. */
  readonly firmware: boolean;
  /** Devices of the host that are passed through to it. */
  readonly passedThrough: number;
}

const UNITS: Readonly<Record<string, number>> = {
  KiB: 1 / 1024,
  MiB: 1,
  GiB: 1024,
  k: 1 / 1024,
  M: 1,
  G: 1024,
  b: 1 / 1024 / 1024,
  bytes: 1 / 1024 / 1024,
};

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  quot: '"',
};

function plain(text: string): string {
  return text.replace(/&(amp|lt|gt|apos|quot);/g, (_all, name: string) => NAMED[name] ?? '');
}

function attribute(xml: string, element: string, name: string): string | null {
  const found = new RegExp(`<${element}\\b[^>]*?\\s${name}=(['"])(.*?)\\1`).exec(xml);
  return found?.[2] === undefined ? null : plain(found[2]);
}

function content(xml: string, element: string): string | null {
  const found = new RegExp(`<${element}\\b[^>]*>([^<]*)</${element}>`).exec(xml);
  return found?.[1] === undefined ? null : plain(found[1].trim());
}

const blocks = (xml: string, element: string): string[] =>
  xml.match(new RegExp(`<${element}\\b[^>]*?(/>|>[\\s\\S]*?</${element}>)`, 'g')) ?? [];

function diskOf(xml: string): ForeignDisk {
  // What lies below is another image: only the uppermost is the domain's own.
  const own = xml.replace(/<(backingStore|mirror)\b[\s\S]*<\/\1>/g, '');
  return {
    path: attribute(own, 'source', 'file'),
    target: attribute(own, 'target', 'dev') ?? '',
    bus: attribute(own, 'target', 'bus') ?? '',
    format: attribute(own, 'driver', 'type') ?? 'raw',
  };
}

function nicOf(xml: string): ForeignNic {
  const tag = attribute(xml, 'tag', 'id');
  return {
    mac: (attribute(xml, 'mac', 'address') ?? '').toLowerCase(),
    vlanTag: tag === null ? null : Number(tag),
  };
}

function vncPortOf(devices: string): number | null {
  const vnc = blocks(devices, 'graphics').find(
    (xml) => attribute(xml, 'graphics', 'type') === 'vnc',
  );
  const port = Number(vnc && attribute(vnc, 'graphics', 'port'));
  const listens =
    vnc && (attribute(vnc, 'graphics', 'listen') ?? attribute(vnc, 'listen', 'address'));
  return port > 0 && (listens === '127.0.0.1' || listens === 'localhost') ? port : null;
}

/**
 * Reads a domain's definition as libvirt writes it.
 * @see https://libvirt.org/formatdomain.html
 */
export function readForeignDomain(xml: string): ForeignDomain {
  const devices = /<devices>[\s\S]*<\/devices>/.exec(xml)?.[0] ?? '';
  const head = xml
    .replace(/<devices>[\s\S]*<\/devices>/, '')
    .replace(/<metadata>[\s\S]*<\/metadata>/, '');
  const drives = blocks(devices, 'disk');
  const isDisk = (drive: string) => (attribute(drive, 'disk', 'device') ?? 'disk') === 'disk';
  const unit = attribute(head, 'memory', 'unit') ?? 'KiB';
  return {
    name: content(head, 'name') ?? '',
    uuid: (content(head, 'uuid') ?? '').toLowerCase(),
    vcpus: Number(attribute(head, 'vcpu', 'current') ?? content(head, 'vcpu') ?? 1),
    ramMiB: Math.round(Number(content(head, 'memory') ?? 0) * (UNITS[unit] ?? 1 / 1024)),
    disks: drives.filter(isDisk).map(diskOf),
    removable: drives.filter((drive) => !isDisk(drive)).length,
    nics: blocks(devices, 'interface').map(nicOf),
    vncPort: vncPortOf(devices),
    kernel: content(head, 'kernel'),
    firmware: /<nvram\b/.test(head) || attribute(head, 'os', 'firmware') === 'efi',
    passedThrough: blocks(devices, 'hostdev').length,
  };
}

/** Where hosts see a datastore. */
export interface DatastorePlace {
  readonly id: string;
  readonly path: string;
}

/** A file on a datastore. */
export interface PlacedFile<Place extends DatastorePlace> {
  readonly datastore: Place;
  /** Relative to the datastore. */
  readonly file: string;
}

/** On which datastore a file lies; null when on none. */
export function placeOf<Place extends DatastorePlace>(
  path: string,
  datastores: readonly Place[],
): PlacedFile<Place> | null {
  const inside = datastores
    .filter(({ path: root }) => path.startsWith(`${root.replace(/\/$/, '')}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  if (!inside || path.split('/').includes('..')) return null;
  return { datastore: inside, file: path.slice(inside.path.replace(/\/$/, '').length + 1) };
}

/**
 * Why a domain cannot become a VM, each with what to do; empty when it can. A VM's definition is
 * made anew from its rows at each change, so everything it has must have a place there.
 */
export function faultsOfAdoption(
  domain: ForeignDomain,
  datastores: readonly DatastorePlace[],
  kernels: readonly string[],
): string[] {
  const faults: string[] = [];
  if (domain.disks.length === 0) faults.push('It has no disk: there is nothing to keep.');
  for (const disk of domain.disks) {
    const name = `Its disk ${disk.target}`;
    if (disk.path === null)
      faults.push(`${name} is no file: copy it into an image on a datastore.`);
    else if (!placeOf(disk.path, datastores))
      faults.push(`${name} lies outside of all datastores (${disk.path}): move it to one first.`);
    if (disk.format !== 'qcow2')
      faults.push(`${name} has the format ${disk.format}: convert it to qcow2 first.`);
    if (disk.bus !== 'virtio') faults.push(`${name} hangs on ${disk.bus}: make it virtio first.`);
  }
  if (domain.nics.length > 1)
    faults.push(
      `It has ${domain.nics.length} network cards; a VM has one. Detach the others first.`,
    );
  if (domain.firmware) faults.push('It boots by UEFI; a VM boots by BIOS.');
  if (domain.passedThrough > 0)
    faults.push('Devices of its host are passed through to it: detach them first.');
  if (domain.kernel !== null && !kernels.includes(domain.kernel))
    faults.push(`It boots the kernel ${domain.kernel}, which is no template's.`);
  return faults;
}
