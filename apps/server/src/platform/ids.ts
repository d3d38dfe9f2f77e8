import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** A string that may not be mixed up with the id of another kind of object. */
type Brand<Name extends string> = string & { readonly [brand]: Name };

export type ApiTokenId = Brand<'ApiTokenId'>;
export type AuditEntryId = Brand<'AuditEntryId'>;
export type DatastoreId = Brand<'DatastoreId'>;
export type DiskId = Brand<'DiskId'>;
export type HostId = Brand<'HostId'>;
export type OrganisationId = Brand<'OrganisationId'>;
export type PrivateIpId = Brand<'PrivateIpId'>;
export type SecurityDomainId = Brand<'SecurityDomainId'>;
export type TaskId = Brand<'TaskId'>;
export type TemplateId = Brand<'TemplateId'>;
export type UserId = Brand<'UserId'>;
export type VlanId = Brand<'VlanId'>;
export type VmEventId = Brand<'VmEventId'>;
export type VmId = Brand<'VmId'>;

interface IdPrefixes {
  readonly token: ApiTokenId;
  readonly audit: AuditEntryId;
  readonly ds: DatastoreId;
  readonly disk: DiskId;
  readonly host: HostId;
  readonly org: OrganisationId;
  readonly ip: PrivateIpId;
  readonly sd: SecurityDomainId;
  readonly task: TaskId;
  readonly tpl: TemplateId;
  readonly user: UserId;
  readonly vlan: VlanId;
  readonly vmev: VmEventId;
  readonly vm: VmId;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Makes an id: its kind, then 9 characters of time and 13 of randomness in Crockford's base 32.
 * Ids of one kind sort by the time they were made, which keeps index pages warm.
 */
export function newId<Prefix extends keyof IdPrefixes>(prefix: Prefix): IdPrefixes[Prefix] {
  let time = Date.now();
  let stamp = '';
  for (let i = 0; i < 9; i++) {
    stamp = ALPHABET[time % 32] + stamp;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (const byte of randomBytes(13)) tail += ALPHABET[byte % 32];
  return `${prefix}_${stamp}${tail}` as IdPrefixes[Prefix];
}
