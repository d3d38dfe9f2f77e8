import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { HostUnreachableError } from '../platform/errors.ts';
import { requireAction, requireVm } from '../vm/vm-lookup.ts';
import { ConsoleKind, type ConsoleTicket, type OpenConsoleInput } from './console.type.ts';
import { issueTicket } from './console-tickets.ts';

/**
 * Gives the viewer a ticket for a console of a VM.
 * @throws {NotFoundError | ForbiddenError}
 * @throws {ConflictError} when the VM is off
 * @throws {HostUnreachableError}
 */
export async function openConsole(
  context: Context,
  input: OpenConsoleInput,
): Promise<ConsoleTicket> {
  const viewer = requireViewer(context);
  const vm = await requireVm(context.em, viewer, input.vmId);
  requireAction(viewer, { ...vm, status: 'RUNNING' }, 'CONSOLE');
  if (vm.host?.status === 'UNREACHABLE')
    throw new HostUnreachableError(vm.host.name, 'wait until it is back');
  requireAction(viewer, vm, 'CONSOLE');
  let ticket: ConsoleTicket | undefined;
  const call = { action: 'openConsole', detail: input.kind };
  await runMutation(context, call, async ({ em }) => {
    const credential = viewer.credential.id;
    const grant = { vmId: vm.id, userId: viewer.userId, kind: input.kind, credential };
    const { token, expiresAt } = await issueTicket(em, grant);
    const path = input.kind === ConsoleKind.VNC ? 'vnc' : 'serial';
    ticket = { url: `/console/${path}/${token}`, expiresAt };
    return vm.id;
  });
  return ticket as unknown as ConsoleTicket;
}
