import { seenState } from '../collector/seen-state.ts';
import type { VmId } from '../platform/ids.ts';
import {
  type Finding,
  finding,
  type SeenDomain,
  type SeenHost,
  type VmFacts,
  type World,
} from './leak-world.ts';

/** A domain and where it is. */
interface Placed {
  readonly host: SeenHost;
  readonly domain: SeenDomain;
}

/** Compares the VMs' records with the domains of all hosts that could be asked. */
export function compareDomains(world: World, busy: ReadonlySet<VmId>): Finding[] {
  const placed = world.hosts.flatMap((host) =>
    (host.domains ?? []).map((domain) => ({ host, domain })),
  );
  const byUuid = Map.groupBy(placed, ({ domain }) => domain.uuid);
  const known = new Set(world.vms.map((vm) => vm.uuid));
  const idle = world.vms.filter((vm) => !busy.has(vm.id));
  return [
    ...orphans(placed, known, busy),
    ...idle.flatMap((vm) => judgeVm(world, vm, byUuid.get(vm.uuid) ?? [])),
    ...usedTwice(placed, world, busy),
  ];
}

function orphans(
  placed: readonly Placed[],
  known: ReadonlySet<string>,
  busy: ReadonlySet<string>,
): Finding[] {
  const strangers = placed.filter(
    ({ domain }) => !known.has(domain.uuid) && !busy.has(domain.markedVm ?? ''),
  );
  return strangers.map(({ host, domain }) => {
    const disks = domain.files.length > 0 ? ` Its disks: ${domain.files.join(', ')}.` : '';
    const whose = domain.markedVm ? ' It was made for a VM that is no more.' : '';
    return finding({
      kind: 'ORPHAN_DOMAIN',
      parts: [host.id, domain.uuid],
      subject: `Domain ${domain.name} on ${host.name}`,
      detail: `No VM record knows it; it is ${domain.active ? 'running' : 'off'}.${whose}${disks}`,
      remedy: 'Remove the domain; or adopt it as a VM on the page of its host.',
      hostId: host.id,
    });
  });
}

function judgeVm(world: World, vm: VmFacts, seen: readonly Placed[]): Finding[] {
  if (vm.status === 'IN_QUEUE') return [neverMade(vm)];
  const home = world.hosts.find((host) => host.id === vm.hostId);
  const here = seen.find(({ host }) => host === home);
  const elsewhere = seen.filter(({ host }) => host !== home);
  if (here) {
    const twins = elsewhere.map((twin) => duplicate(vm, here, twin));
    return [...twins, ...wrongState(vm, here), ...differences(world, vm, here)];
  }
  const [found] = elsewhere;
  if (found) return [wrongHost(vm, home, found)];
  // A host that was not asked has a finding of its own, and may have the domain.
  return home?.domains ? [missing(world, vm, home)] : [];
}

function neverMade(vm: VmFacts): Finding {
  return finding({
    kind: 'VM_NEVER_MADE',
    parts: [vm.id],
    subject: `VM ${vm.name}`,
    detail: 'It waits to be made, but no task makes it.',
    remedy: 'Decide: retry the task that was to make it, or delete the VM.',
    vmId: vm.id,
    hostId: vm.hostId,
  });
}

function duplicate(vm: VmFacts, here: Placed, twin: Placed): Finding {
  const { active } = twin.domain;
  const both = active && here.domain.active;
  return finding({
    kind: 'DUPLICATE_DOMAIN',
    parts: [vm.id, twin.host.id],
    subject: `VM ${vm.name}`,
    detail: `Its domain is on ${here.host.name}, where it belongs, and again on ${twin.host.name}, where it is ${active ? 'running' : 'off'}.${both ? ' Both run, perhaps on the same disks.' : ''}`,
    remedy: active
      ? `Decide which of the two is the VM: shut the one on ${twin.host.name} down with virsh and check again, or stop the VM and check again.`
      : `Remove the definition on ${twin.host.name}.`,
    byHand: active,
    vmId: vm.id,
    hostId: twin.host.id,
  });
}

function wrongHost(vm: VmFacts, home: SeenHost | undefined, found: Placed): Finding {
  const unsure = home !== undefined && home.domains === null;
  return finding({
    kind: 'WRONG_HOST',
    parts: [vm.id, found.host.id],
    subject: `VM ${vm.name}`,
    detail: `Its record says ${home?.name ?? 'no host'}, its domain is on ${found.host.name}.`,
    remedy: unsure
      ? `Host ${home.name} could not be asked and may have the domain as well: bring it back and check again.`
      : `Write ${found.host.name} into its record.`,
    byHand: unsure,
    vmId: vm.id,
    hostId: found.host.id,
  });
}

function missing(world: World, vm: VmFacts, home: SeenHost): Finding {
  const unasked = world.hosts.filter((host) => host.domains === null).map((host) => host.name);
  return finding({
    kind: 'MISSING_DOMAIN',
    parts: [vm.id],
    subject: `VM ${vm.name}`,
    detail: `There is no domain ${vm.identity} on ${home.name}, nor on any other host that could be asked.`,
    remedy:
      unasked.length > 0
        ? `It may be on ${unasked.join(', ')}, which could not be asked: bring the host back and check again.`
        : `Define it again on ${home.name} from its record, off.`,
    byHand: unasked.length > 0,
    vmId: vm.id,
    hostId: home.id,
  });
}

function wrongState(vm: VmFacts, { host, domain }: Placed): Finding[] {
  const seen = seenState(domain.stateCode, domain.reasonCode);
  if (!seen || seen.status === vm.status) return [];
  return [
    finding({
      kind: 'WRONG_STATE',
      parts: [vm.id],
      subject: `VM ${vm.name}`,
      detail: `Its record says ${vm.status}, on ${host.name} it is ${seen.status}.`,
      remedy: 'Write what the host says into its record.',
      vmId: vm.id,
      hostId: host.id,
    }),
  ];
}

/** What of the record is not in the persistent definition. */
function differences(world: World, vm: VmFacts, { host, domain }: Placed): Finding[] {
  const targets = domain.disks.map(({ target }) => target);
  const disks = world.claims.filter(
    ({ vmId, target }) => vmId === vm.id && target !== null && !targets.includes(target),
  );
  const lacks = [
    ...(vm.mac && !domain.macs.includes(vm.mac) ? [`the MAC ${vm.mac}`] : []),
    ...(vm.vncPort && !domain.vncPorts.includes(vm.vncPort) ? [`the VNC port ${vm.vncPort}`] : []),
    ...disks.map(({ target, path }) => `the disk ${target}, ${path}`),
  ];
  if (lacks.length === 0) return [];
  return [
    finding({
      kind: 'DEFINITION_DIFFERS',
      parts: [vm.id],
      subject: `VM ${vm.name}`,
      detail: `Its domain on ${host.name} lacks ${lacks.join(', ')}.`,
      remedy: 'Define it again from its record; what runs keeps its devices until its next start.',
      vmId: vm.id,
      hostId: host.id,
    }),
  ];
}

/** MACs and VNC ports that different domains have. A second copy of one VM is told elsewhere. */
function usedTwice(placed: readonly Placed[], world: World, busy: ReadonlySet<VmId>): Finding[] {
  const owners = new Map(world.vms.map((vm) => [vm.uuid, vm.id]));
  const uses = placed
    .filter(({ domain }) => !busy.has(owners.get(domain.uuid) as VmId))
    .flatMap((at) => [
      ...at.domain.macs.map((mac) => ({ ...at, what: 'MAC', value: mac })),
      ...at.domain.vncPorts.map((port) => ({ ...at, what: 'VNC port', value: String(port) })),
    ]);
  const groups = Map.groupBy(uses, ({ what, value }) => `${what} ${value}`);
  return [...groups].flatMap(([name, group]) => {
    const ours = group.some(({ domain }) => owners.has(domain.uuid));
    if (!ours || new Set(group.map(({ domain }) => domain.uuid)).size < 2) return [];
    const who = group.map(({ domain, host }) => `${domain.name} on ${host.name}`);
    return [
      finding({
        kind: 'USED_TWICE',
        parts: [name],
        subject: name,
        detail: `Used by ${who.join(' and by ')}.`,
        remedy: 'Decide which of them keeps it; give the other one another, or remove it.',
      }),
    ];
  });
}
