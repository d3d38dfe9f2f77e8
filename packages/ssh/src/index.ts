export { fetchHostKey, machineKey, type SshTarget } from './connection.ts';
export type { CallOptions } from './deadline.ts';
export {
  isSshError,
  SshCommandError,
  SshError,
  type SshErrorCode,
  type SshErrorDetails,
} from './errors.ts';
export type { ExecOptions, ExecResult } from './exec.ts';
export { type ExecOnManyOptions, execOnMany, type ManyResult } from './exec-on-many.ts';
export { type HostKey, publicKeyLine, sameFingerprint } from './host-key.ts';
export {
  type ReadFileOptions,
  SshMachine,
  type SshMachineOptions,
  type SshMachineState,
  type WriteFileOptions,
} from './machine.ts';
export { SshPool, type SshPoolOptions } from './pool.ts';
export { quoteArgument, quoteCommand } from './quote.ts';
