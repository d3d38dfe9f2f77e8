import type { Caller } from './caller.ts';
import type { Domain } from './domain.ts';
import { LibvirtClientError } from './errors.ts';
import type { CallOptions } from './pending-call.ts';

/** A command of QEMU's monitor protocol. */
export interface MonitorCommand {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** QEMU understood the command and refused it. */
export class MonitorError extends LibvirtClientError {
  override readonly name = 'MonitorError';
  readonly code = 'MONITOR_REFUSED';
  /** QEMU's class, `GenericError` mostly. */
  readonly errorClass: string;

  constructor(command: string, error: { readonly class?: string; readonly desc?: string }) {
    super(`QEMU refused ${command}: ${error.desc ?? 'no reason given'}`);
    this.errorClass = error.class ?? 'GenericError';
  }
}

/**
 * Runs a command on the monitor of a running domain, for what libvirt has no call of its own. It
 * waits for the domain's job lock as other calls do. libvirt marks the domain as tainted
 * (`custom-monitor`), a remark in its log.
 * @returns what QEMU returned
 * @throws {MonitorError} when QEMU refuses
 * @throws {LibvirtError} OPERATION_INVALID when the domain does not run
 * @see https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html
 */
export async function monitorCommand(
  caller: Caller,
  domain: Domain,
  command: MonitorCommand,
  options?: CallOptions,
): Promise<unknown> {
  const args = { dom: domain, cmd: JSON.stringify(command), flags: 0 };
  const { result } = await caller.call('qemuDomainMonitorCommand', args, options);
  const answer = JSON.parse(result) as { return?: unknown; error?: { class?: string } };
  if (answer.error) throw new MonitorError(command.execute, answer.error);
  return answer.return;
}

/**
 * Freezes the guest's file systems by its agent, so that what is on its disks is consistent.
 * @returns how many were frozen
 * @throws {LibvirtError} AGENT_UNRESPONSIVE when no agent answers
 */
export async function freezeFileSystems(
  caller: Caller,
  domain: Domain,
  options?: CallOptions,
): Promise<number> {
  const args = { dom: domain, mountpoints: [], flags: 0 };
  return (await caller.call('domainFsfreeze', args, options)).filesystems;
}

/** Takes `freezeFileSystems` back; harmless when nothing is frozen. */
export async function thawFileSystems(
  caller: Caller,
  domain: Domain,
  options?: CallOptions,
): Promise<number> {
  const args = { dom: domain, mountpoints: [], flags: 0 };
  return (await caller.call('domainFsthaw', args, options)).filesystems;
}

/**
 * Sets the guest's clock by its agent.
 * @throws {LibvirtError} AGENT_UNRESPONSIVE when no agent answers
 */
export async function setGuestTime(
  caller: Caller,
  domain: Domain,
  at: Date,
  options?: CallOptions,
): Promise<void> {
  const seconds = Math.floor(at.getTime() / 1_000);
  const nseconds = (at.getTime() % 1_000) * 1_000_000;
  const args = { dom: domain, seconds: BigInt(seconds), nseconds, flags: 0 };
  await caller.call('domainSetTime', args, options);
}
