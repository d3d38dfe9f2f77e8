import { type Em, rows } from '../platform/db.ts';
import type { NetworkBoxId } from '../platform/ids.ts';
import type { NetworkBoxRole } from './network-box.entity.ts';

/** A gateway machine as tasks speak of it. */
export interface NetworkBox {
  readonly id: NetworkBoxId;
  readonly name: string;
}

/** The machines that have a role, by name. */
export function boxesWithRole(em: Em, role: NetworkBoxRole): Promise<NetworkBox[]> {
  return rows<NetworkBox>(
    em,
    'select id, name from network_box where json_contains(roles, json_quote(?)) order by name',
    [role],
  );
}
