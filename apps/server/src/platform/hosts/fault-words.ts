import {
  AbortedError,
  type CloseReason,
  ConnectionLostError,
  DeadlineError,
  LibvirtError,
  OpenError,
  ProtocolError,
} from '@baadal/libvirt';
import { isSshError, type SshError } from '@baadal/ssh';

/** Which part of the way to a host failed. */
export type FaultPart = 'ssh' | 'libvirt';

/** What failed on the way to a host, in words a person can act on; never addresses or paths. */
export interface HostFault {
  readonly part: FaultPart;
  readonly reason: string;
}

/** Describes why a host could not be reached. @returns null when it is no fault of the host's */
export function describeFault(error: unknown): HostFault | null {
  for (let e = error, i = 0; e instanceof Error && i < 6; e = e.cause, i++) {
    if (isSshError(e)) return describeSshFault(e);
    const libvirt = describeLibvirtFault(e);
    if (libvirt) return libvirt;
  }
  return null;
}

/** Describes why a connection to libvirt ended. */
export function describeClose(reason: CloseReason): HostFault {
  const silent = reason.kind === 'KEEPALIVE';
  return {
    part: 'libvirt',
    reason: silent ? 'libvirt does not answer' : 'the connection to libvirt was lost',
  };
}

function describeSshFault(error: SshError): HostFault {
  switch (error.code) {
    case 'HOST_KEY_UNKNOWN':
    case 'HOST_KEY_CHANGED':
      return {
        part: 'ssh',
        reason: `its SSH host key ${error.fingerprint ?? ''} is not the pinned one. Compare it on the machine itself, and edit the host when it is right`,
      };
    case 'AUTH_FAILED':
      return {
        part: 'ssh',
        reason:
          "it refuses Baadal's SSH key. Put that into authorized_keys of its user there again",
      };
    case 'PRIVATE_KEY_INVALID':
      return { part: 'ssh', reason: "Baadal's own SSH key cannot be used" };
    case 'CONNECT_TIMEOUT':
    case 'COMMAND_TIMEOUT':
    case 'ABORTED':
      return { part: 'ssh', reason: 'SSH does not answer' };
    case 'CONNECT_FAILED':
      return { part: 'ssh', reason: describeConnect(error) };
    case 'COMMAND_FAILED':
    case 'OUTPUT_LIMIT':
    case 'CHANNEL_REFUSED':
      return { part: 'ssh', reason: 'commands fail there' };
    case 'FORWARD_FAILED':
      return {
        part: 'libvirt',
        reason: 'libvirt does not run there. Start it: systemctl start libvirtd',
      };
    default:
      return { part: 'ssh', reason: 'the SSH connection was lost' };
  }
}

const CONNECT_FAULTS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to the name servers',
  EAI_AGAIN: 'the name servers do not answer',
  ECONNREFUSED: 'nothing listens on its SSH port',
  EHOSTUNREACH: 'no machine answers at its address',
  ENETUNREACH: 'there is no route to its address',
};

/** By the code of the system call that failed, which is in one of the causes. */
function describeConnect(error: Error): string {
  for (let e: unknown = error, i = 0; e instanceof Error && i < 6; e = e.cause, i++) {
    const { code } = e as { readonly code?: unknown };
    const words = typeof code === 'string' ? CONNECT_FAULTS[code] : undefined;
    if (words) return words;
  }
  return 'no SSH connection is possible';
}

function describeLibvirtFault(error: Error): HostFault | null {
  const fault = (reason: string): HostFault => ({ part: 'libvirt', reason });
  if (error instanceof ConnectionLostError)
    return fault(
      error.reason === 'KEEPALIVE'
        ? 'libvirt does not answer'
        : 'the connection to libvirt was lost',
    );
  if (error instanceof DeadlineError || error instanceof AbortedError)
    return fault('libvirt does not answer');
  if (error instanceof OpenError) return fault("libvirt does not let Baadal's user in");
  if (error instanceof ProtocolError) return fault('libvirt sent what is not its protocol');
  if (error instanceof LibvirtError) return fault('libvirt refused the connection');
  return null;
}
