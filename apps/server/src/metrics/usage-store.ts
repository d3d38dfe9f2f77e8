import { type Em, rows, run } from '../platform/db.ts';
import type { HostId, OrganisationId, UserId, VmId } from '../platform/ids.ts';
import { COLLABORATORS, collaboratorsOf } from '../vm/collaborators.ts';
import type { Figures } from './figures.ts';

/** The newest sample of a VM or host. */
export interface UsageSample {
  readonly id: VmId | HostId;
  readonly at: Date;
  readonly figures: Figures;
  /** Who may see it; null: a host's, which admins alone see. */
  readonly audience: {
    readonly ownerId: UserId;
    readonly organisationId: OrganisationId;
    readonly collaboratorIds: readonly UserId[];
  } | null;
}

interface SampleRow {
  readonly id: VmId | HostId;
  readonly at: Date;
  readonly figures: string | Figures;
  readonly ownerId: UserId | null;
  readonly organisationId: OrganisationId;
  readonly collaborators: string | null;
}

const FIELDS = 's.id, s.at, s.figures, v.owner_id as ownerId, v.organisation_id as organisationId';

function sampleOf(row: SampleRow): UsageSample {
  const { id, at, ownerId, organisationId } = row;
  // MariaDB gives JSON as text, MySQL as an object.
  const figures = typeof row.figures === 'string' ? JSON.parse(row.figures) : row.figures;
  const collaboratorIds = collaboratorsOf(row.collaborators);
  return {
    id,
    at,
    figures,
    audience: ownerId ? { ownerId, organisationId, collaboratorIds } : null,
  };
}

/** The newest samples of VMs and hosts, by their ids; one statement. Those that have none are left out. */
export async function loadSamples(em: Em, ids: readonly string[]): Promise<UsageSample[]> {
  if (ids.length === 0) return [];
  const found = await rows<SampleRow>(
    em,
    `select ${FIELDS}, ${COLLABORATORS} from usage_sample s
       left join vm v on v.id = s.id where s.id in (?) and (v.id is not null or s.id = s.host_id)`,
    [ids],
  );
  return found.map(sampleOf);
}

/** What one sweep of a host found. */
export interface Sweep {
  readonly hostId: HostId;
  readonly at: Date;
  readonly samples: readonly { readonly id: VmId | HostId; readonly figures: Figures }[];
}

/** Writes the samples of a sweep in one statement. */
export async function storeSweep(em: Em, { hostId, at, samples }: Sweep): Promise<void> {
  if (samples.length === 0) return;
  await run(
    em,
    `insert into usage_sample (id, host_id, at, figures) values ${samples.map(() => '(?, ?, ?, ?)').join(', ')}
     on duplicate key update host_id = values(host_id), at = values(at), figures = values(figures)`,
    samples.flatMap(({ id, figures }) => [id, hostId, at, JSON.stringify(figures)]),
  );
}

/** Forgets the samples of what does not run on a host any more. */
export async function forgetOthers(
  em: Em,
  hostId: HostId,
  running: readonly string[],
): Promise<void> {
  await run(em, 'delete from usage_sample where host_id = ? and id not in (?)', [
    hostId,
    [hostId, ...running],
  ]);
}
