import * as enums from './generated/enums.ts';

/** State of a domain. */
export type DomainStateName =
  | 'nostate'
  | 'running'
  | 'blocked'
  | 'paused'
  | 'shutdown'
  | 'shutoff'
  | 'crashed'
  | 'pmsuspended'
  | 'unknown';

/** A state with its reason, as names and as libvirt's numbers. */
export interface DomainStateInfo {
  readonly state: DomainStateName;
  /** E.g. `booted`, `migrated`, `user`, `destroyed`; `unknown` also when newer than us. */
  readonly reason: string;
  readonly stateCode: number;
  readonly reasonCode: number;
}

const reasons: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  [enums.DomainState.NOSTATE]: enums.DomainNostateReason,
  [enums.DomainState.RUNNING]: enums.DomainRunningReason,
  [enums.DomainState.BLOCKED]: enums.DomainBlockedReason,
  [enums.DomainState.PAUSED]: enums.DomainPausedReason,
  [enums.DomainState.SHUTDOWN]: enums.DomainShutdownReason,
  [enums.DomainState.SHUTOFF]: enums.DomainShutoffReason,
  [enums.DomainState.CRASHED]: enums.DomainCrashedReason,
  [enums.DomainState.PMSUSPENDED]: enums.DomainPMSuspendedReason,
};

const stateNames: ReadonlyMap<number, DomainStateName> = new Map(
  Object.entries(enums.DomainState).map(([name, code]) => {
    return [code, name.toLowerCase() as DomainStateName];
  }),
);

/** Name of a `virDomainState`. */
export function domainStateName(code: number): DomainStateName {
  return stateNames.get(code) ?? 'unknown';
}

/** A state and its reason by name. */
export function domainState(stateCode: number, reasonCode: number): DomainStateInfo {
  const found = Object.entries(reasons[stateCode] ?? {}).find(([, code]) => code === reasonCode);
  return {
    state: domainStateName(stateCode),
    reason: found ? found[0].toLowerCase().replaceAll('_', '-') : 'unknown',
    stateCode,
    reasonCode,
  };
}
