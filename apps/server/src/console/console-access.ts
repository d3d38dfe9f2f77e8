import { type Em, rows } from '../platform/db.ts';
import type { OrganisationId, UserId, VmId } from '../platform/ids.ts';
import type { Role } from '../user/role.ts';
import { COLLABORATORS, collaboratorsOf } from '../vm/collaborators.ts';
import { judgeAction } from '../vm/vm-actions.ts';

/** Who looks at what, and by which session or API token. */
interface Grant {
  readonly userId: UserId;
  readonly vmId: VmId;
  readonly credential: string;
}

interface PersonRow {
  readonly id: UserId;
  readonly roles: string | Role[];
  readonly organisationId: OrganisationId;
}

interface VmRow {
  readonly id: VmId;
  readonly ownerId: UserId;
  readonly organisationId: OrganisationId;
  readonly locked: number;
  readonly collaborators: string | null;
}

/** Sessions and API tokens that are good now. */
const GOOD_CREDENTIALS = `
  select id from session where id in (?) and expires_at > utc_timestamp(3)
  union all
  select id from api_token
    where id in (?) and (expires_at is null or expires_at > utc_timestamp(3))`;

/**
 * Looks at consoles that were granted before: the policy as it is now, whatever the VM does. None
 * outlives the session or token that opened it.
 * @returns tells of each of these grants whether it still stands
 */
export async function grantsThatStand(
  em: Em,
  grants: readonly Grant[],
): Promise<(grant: Grant) => boolean> {
  if (grants.length === 0) return () => false;
  const people = await rows<PersonRow>(
    em,
    'select id, roles, organisation_id as organisationId from user where active and id in (?)',
    [[...new Set(grants.map(({ userId }) => userId))]],
  );
  const vms = await rows<VmRow>(
    em,
    `select v.id, v.owner_id as ownerId, v.organisation_id as organisationId, v.locked,
            ${COLLABORATORS} from vm v where v.id in (?)`,
    [[...new Set(grants.map(({ vmId }) => vmId))]],
  );
  const credentials = [...new Set(grants.map(({ credential }) => credential))];
  const good = new Set(
    (await rows<{ id: string }>(em, GOOD_CREDENTIALS, [credentials, credentials])).map(
      ({ id }) => id,
    ),
  );
  const personOf = new Map(people.map((person) => [person.id, person]));
  const vmOf = new Map(vms.map((vm) => [vm.id, vm]));
  return ({ userId, vmId, credential }) => {
    const [person, vm] = [personOf.get(userId), vmOf.get(vmId)];
    return good.has(credential) && person !== undefined && vm !== undefined && mayLook(person, vm);
  };
}

function mayLook(person: PersonRow, vm: VmRow): boolean {
  const roles = typeof person.roles === 'string' ? JSON.parse(person.roles) : person.roles;
  const viewer = {
    ...{ userId: person.id, username: '', roles: roles as Role[] },
    ...{ organisationId: person.organisationId, scopes: [] },
    credential: { kind: 'session', id: '' } as const,
  };
  const subject = {
    ...({ status: 'RUNNING', locked: Boolean(vm.locked), ownerId: vm.ownerId } as const),
    ...{ organisationId: vm.organisationId, collaboratorIds: collaboratorsOf(vm.collaborators) },
  };
  return judgeAction(viewer, subject, 'CONSOLE').allowed;
}
