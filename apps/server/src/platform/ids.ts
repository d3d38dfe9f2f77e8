import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** A string that may not be mixed up with the id of another kind of object. */
type Brand<Name extends string> = string & { readonly [brand]: Name };

export type AlertId = Brand<'AlertId'>;
export type AlertRuleId = Brand<'AlertRuleId'>;
export type ApiTokenId = Brand<'ApiTokenId'>;
export type AuditEntryId = Brand<'AuditEntryId'>;
export type ConstantChangeId = Brand<'ConstantChangeId'>;
export type DatastoreId = Brand<'DatastoreId'>;
export type DiskId = Brand<'DiskId'>;
export type HostEventId = Brand<'HostEventId'>;
export type HostId = Brand<'HostId'>;
export type MailId = Brand<'MailId'>;
export type NetworkBoxId = Brand<'NetworkBoxId'>;
export type OrganisationId = Brand<'OrganisationId'>;
export type PrivateIpId = Brand<'PrivateIpId'>;
export type SecurityDomainId = Brand<'SecurityDomainId'>;
export type SnapshotId = Brand<'SnapshotId'>;
export type TaskId = Brand<'TaskId'>;
export type TemplateId = Brand<'TemplateId'>;
export type UploadId = Brand<'UploadId'>;
export type UserId = Brand<'UserId'>;
export type VlanId = Brand<'VlanId'>;
export type VmEventId = Brand<'VmEventId'>;
export type VmGroupId = Brand<'VmGroupId'>;
export type VmId = Brand<'VmId'>;

interface IdPrefixes {
  readonly alert: AlertId;
  readonly rule: AlertRuleId;
  readonly token: ApiTokenId;
  readonly audit: AuditEntryId;
  readonly conch: ConstantChangeId;
  readonly ds: DatastoreId;
  readonly disk: DiskId;
  readonly hev: HostEventId;
  readonly host: HostId;
  readonly mail: MailId;
  readonly org: OrganisationId;
  readonly ip: PrivateIpId;
  readonly box: NetworkBoxId;
  readonly snap: SnapshotId;
  readonly sd: SecurityDomainId;
  readonly task: TaskId;
  readonly tpl: TemplateId;
  readonly upl: UploadId;
  readonly user: UserId;
  readonly vgrp: VmGroupId;
  readonly vlan: VlanId;
  readonly vmev: VmEventId;
  readonly vm: VmId;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

let lastTime = 0;
let sameTime = 0;

function base32(number: number, length: number): string {
  let text = '';
  for (let rest = number, i = 0; i < length; i++) {
    text = ALPHABET[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/**
 * Makes an id: its kind, then 9 characters of time, 3 that count within a millisecond and 10 of
 * randomness, in Crockford's base 32. Ids of one process sort in the order they were made.
 */
export function newId<Prefix extends keyof IdPrefixes>(prefix: Prefix): IdPrefixes[Prefix] {
  const time = Math.max(Date.now(), lastTime);
  sameTime = time === lastTime ? sameTime + 1 : 0;
  lastTime = time;
  let tail = '';
  for (const byte of randomBytes(10)) tail += ALPHABET[byte % 32];
  return `${prefix}_${base32(time, 9)}${base32(sameTime, 3)}${tail}` as IdPrefixes[Prefix];
}
