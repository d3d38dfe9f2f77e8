import {
  type Connection,
  ConnectListAllDomainsFlags,
  DomainStatsTypes,
  LibvirtError,
} from '@baadal/libvirt';
import { BaadalError } from '../platform/errors.ts';
import { describeFault } from '../platform/hosts/fault-words.ts';
import { unescapeXml } from '../platform/xml-text.ts';
import type { Services } from '../services.ts';
import { parseDomainDisks } from '../vm/domain-disks.ts';
import type { SeenDomain, SeenHost } from './leak-world.ts';
import type { HostFacts } from './observe-rows.ts';

/** A host that takes longer is one that could not be asked. */
const HOST_MS = 15_000;
/** `VIR_DOMAIN_XML_INACTIVE`: the definition that counts at the next start. */
const INACTIVE = 2;

/** Why something on a host failed, in words for people. */
export function wordsOf(error: unknown): string {
  if (error instanceof BaadalError) return error.message;
  return describeFault(error)?.reason ?? 'it did not answer in time';
}

/** Asks one host for all its domains. Never rejects: a host that does not answer says so. */
export async function observeHost(
  services: Pick<Services, 'hosts' | 'log'>,
  host: HostFacts,
): Promise<SeenHost> {
  const signal = AbortSignal.timeout(HOST_MS);
  try {
    const connection = await services.hosts.libvirt(host.id);
    const domains = await observeDomains(connection, signal);
    return { ...host, domains, fault: null };
  } catch (err) {
    services.log.debug({ hostId: host.id, err }, 'host could not be checked for leaks');
    return { ...host, domains: null, fault: wordsOf(err) };
  }
}

/** One call for the states, and one for each definition; the connection bounds those in flight. */
async function observeDomains(connection: Connection, signal: AbortSignal): Promise<SeenDomain[]> {
  const stats = await connection.getAllDomainStats(DomainStatsTypes.STATE, {}, { signal });
  const snapshots = await snapshotsOf(connection, signal);
  const seen = await Promise.all(
    stats.map(async ({ domain, stats: of }) => {
      const xml = await unlessGone(domain.xml(INACTIVE, { signal }));
      if (xml === null) return null;
      return {
        uuid: domain.uuid,
        name: domain.name,
        stateCode: Number(of['state.state'] ?? 0),
        reasonCode: Number(of['state.reason'] ?? 0),
        active: domain.id >= 0,
        snapshots: snapshots.get(domain.uuid) ?? [],
        ...readDefinition(xml),
      };
    }),
  );
  return seen.filter((domain) => domain !== null);
}

/** Names of all snapshots by domain: one call, and one for each domain that has some. */
async function snapshotsOf(
  connection: Connection,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { HAS_SNAPSHOT } = ConnectListAllDomainsFlags;
  const having = await connection.listAllDomains(HAS_SNAPSHOT, { signal });
  const lists = await Promise.all(
    having.map(async (domain) => {
      const listed = await unlessGone(domain.snapshots(0, { signal }));
      return [domain.uuid, (listed ?? []).map(({ name }) => name)] as const;
    }),
  );
  return new Map(lists);
}

/** @returns null when the domain went away meanwhile */
async function unlessGone<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof LibvirtError && error.is('NO_DOMAIN')) return null;
    throw error;
  }
}

const all = (xml: string, pattern: RegExp): string[] =>
  [...xml.matchAll(pattern)].map((match) => unescapeXml(match[1] ?? ''));

/** Reads from a domain's definition, as libvirt prints it, what is compared with our records. */
export function readDefinition(
  xml: string,
): Pick<SeenDomain, 'markedVm' | 'macs' | 'vncPorts' | 'disks' | 'files'> {
  const [markedVm = null] = all(xml, /<baadal:vm [^>]*\bid=["']([^"']*)/g);
  return {
    markedVm,
    macs: all(xml, /<mac address='([^']*)'/g),
    vncPorts: all(xml, /<graphics type='vnc' port='(\d+)'/g).map(Number),
    disks: parseDomainDisks(xml),
    files: all(xml, /<source file='([^']*)'/g),
  };
}
