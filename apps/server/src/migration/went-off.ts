import type { StepContext } from '../task/task-definition.ts';
import type { VmRecord } from '../vm/vm-record.ts';
import { look } from './look.ts';
import type { Was } from './travel.ts';

type Context = Pick<StepContext<unknown>, 'services' | 'signal'>;

/** What is found out of a VM before it moves. */
export type Checked = {
  readonly was: Was;
  /** It is off without anybody's wish, and whoever would start it has not seen that. */
  readonly lost: boolean;
};

const STOPPED_BY_SOMEBODY: readonly string[] = ['shutdown', 'destroyed', 'saved'];

/**
 * Whether a VM that is to run is off on its host without anybody's wish, as after a power cut. The
 * collector starts such VMs after the boot of their host, but not one that has left it by then.
 */
export async function wentOff(ctx: Context, vm: VmRecord): Promise<boolean> {
  if (vm.desiredStatus !== 'RUNNING') return false;
  const now = await look(ctx, vm);
  return now.kind === 'OFF' && !STOPPED_BY_SOMEBODY.includes(now.reason);
}

/**
 * Whether a VM that is about to move is off like that, and nobody has seen it yet: one that is
 * recorded as off is started by the collector, behind the task that moves it.
 */
export async function wentOffUnseen(ctx: Context, vm: VmRecord): Promise<boolean> {
  return vm.status !== 'SHUTDOWN' && (await wentOff(ctx, vm));
}
