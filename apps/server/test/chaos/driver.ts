import { setTimeout as delay } from 'node:timers/promises';
import { rows } from '../../src/platform/db.ts';
import type { Answer } from '../graphql-client.ts';
import { waitFor } from '../wait-for.ts';
import type { ChaosCloud } from './chaos-cloud.ts';
import { describeFault, inject } from './faults.ts';
import { type Fault, type Operation, ownerOf, type Round, rounds } from './plan.ts';

/** What a run did, and what was wrong. */
export interface ChaosLog {
  readonly seed: number;
  asked: number;
  accepted: number;
  refused: number;
  /** No VM was there to do it to. */
  skipped: number;
  repeated: number;
  readonly faults: Map<string, number>;
  readonly violations: string[];
  readonly lines: string[];
}

/** The VMs of one place. */
interface Slot {
  current: string | null;
  deleted: string | null;
  lastTask: string | null;
  readonly snapshots: string[];
  readonly disks: string[];
}

/** Codes that mean: later. */
const AWAY = ['UNAVAILABLE'];
/** No answer for so long is a violation. */
const PATIENCE_MS = 90_000;
/** Tasks that may wait or run before more are asked for. */
const BACKLOG = 6;

/** Carries out a plan for a while. */
export class ChaosDriver {
  readonly #cloud: ChaosCloud;
  readonly #slots = new Map<number, Slot>();
  readonly #since = performance.now();
  readonly log: ChaosLog;
  #templateId = '';

  constructor(cloud: ChaosCloud, seed: number) {
    this.#cloud = cloud;
    this.log = {
      ...{ seed, asked: 0, accepted: 0, refused: 0, skipped: 0, repeated: 0 },
      ...{ faults: new Map(), violations: [], lines: [] },
    };
  }

  /** Runs rounds until the time is over; the last one is finished. */
  async run(seconds: number): Promise<void> {
    this.#templateId = await this.#cloud.product.templateId();
    const end = performance.now() + seconds * 1000;
    for (const round of rounds(this.log.seed)) {
      if (performance.now() > end) break;
      await this.#round(round);
    }
  }

  note(text: string): void {
    const at = ((performance.now() - this.#since) / 1000).toFixed(1).padStart(6);
    this.log.lines.push(`${at} ${text}`);
  }

  violation(text: string): void {
    this.log.violations.push(text);
    this.note(`VIOLATION ${text}`);
  }

  async #round({ operations, fault }: Round): Promise<void> {
    const broken = fault ? this.#inject(fault) : Promise.resolve();
    await Promise.all(operations.map((operation) => this.#perform(operation)));
    await broken;
    await this.#cloud.untilWhole();
    await waitFor('room for more tasks', async () => (await this.#unfinished()) < BACKLOG, 240_000);
  }

  async #inject(fault: Fault): Promise<void> {
    const words = describeFault(fault);
    this.log.faults.set(fault.kind, (this.log.faults.get(fault.kind) ?? 0) + 1);
    this.note(`-- ${words}`);
    await inject(this.#cloud, fault);
    this.note(`-- mended: ${words}`);
  }

  async #unfinished(): Promise<number> {
    const sql = "select count(*) as n from task where status in ('PENDING', 'RUNNING', 'RETRYING')";
    const [count] = await rows<{ n: number }>(this.#cloud.product.em(), sql).catch(() => [
      { n: BACKLOG },
    ]);
    return Number(count?.n ?? 0);
  }

  async #perform(planned: Operation): Promise<void> {
    const slot = this.#slot(planned.slot);
    const operation = insteadOf(planned, slot);
    const input = this.#input(operation, slot);
    const { number, by, action } = operation;
    const what = `#${number} ${by} ${action} on ${operation.slot}`;
    if (!input) {
      this.log.skipped++;
      this.note(`${what}: nothing there`);
      return;
    }
    this.log.asked++;
    const answers = await Promise.all(
      (operation.twice ? [0, 1] : [0]).map(() => this.#insist(operation, input)),
    );
    const [first, second] = answers.map((answer) => outcomeOf(answer));
    if (operation.twice) await this.#sameAgain(operation, input, [first, second]);
    this.note(`${what}: ${first}`);
    this.#judge(operation, answers.find((answer) => answer && !codeOf(answer)) ?? answers[0], slot);
    if (operation.action === 'createSnapshot' || operation.action === 'attachDisk')
      await this.#noteThing(
        slot,
        [first, second].find((outcome) => outcome?.startsWith('task_')),
      );
  }

  /** What was accepted once is the answer for ever; a refusal is none. */
  async #sameAgain(
    operation: Operation,
    input: Record<string, unknown>,
    outcomes: readonly (string | undefined)[],
  ): Promise<void> {
    const accepted = outcomes.filter((outcome) => outcome?.startsWith('task_'));
    if (accepted.length === 0) return;
    const again = outcomeOf(await this.#insist(operation, input));
    if (new Set([...accepted, again]).size > 1)
      this.violation(
        `#${operation.number}: several answers to one clientMutationId: ${[...outcomes, again].join(', ')}`,
      );
  }

  /** The answer is a task; its snapshot or disk is known from its input. */
  async #noteThing(slot: Slot, taskId: string | undefined): Promise<void> {
    const sql = `select json_unquote(json_extract(input, '$.snapshotId')) as snapshot,
                        json_unquote(json_extract(input, '$.spec.diskId')) as disk
                   from task where id = ?`;
    const known = () =>
      rows<{ snapshot: string | null; disk: string | null }>(this.#cloud.product.em(), sql, [
        taskId,
      ]).catch(() => null);
    const [found] = await waitFor('the database', known, PATIENCE_MS);
    if (found?.snapshot) slot.snapshots.push(found.snapshot);
    if (found?.disk) slot.disks.push(found.disk);
  }

  #slot(number: number): Slot {
    const slot = this.#slots.get(number) ?? {
      ...{ current: null, deleted: null, lastTask: null, snapshots: [], disks: [] },
    };
    this.#slots.set(number, slot);
    return slot;
  }

  /** @returns null when there is nothing to do it to */
  #input({ action, slot, number, start }: Operation, vms: Slot): Record<string, unknown> | null {
    if (action === 'createVm')
      return { name: `s${slot}-${number}`, templateId: this.#templateId, start };
    const name = `n${number}`;
    const vmId = vms.current;
    switch (action) {
      case 'undeleteVm':
        return idOf(vms.deleted);
      case 'cancel':
        return idOf(vms.lastTask);
      case 'revertToSnapshot':
      case 'deleteSnapshot':
        return idOf(vms.snapshots.at(-1) ?? null);
      case 'createSnapshot':
        // No guest here can be pinged: there is no network to reach it by.
        return vmId ? { vmId, name, memory: start, requirePing: false } : null;
      case 'saveVmAsTemplate':
        return vmId ? { vmId, name } : null;
      case 'attachDisk':
        return vmId ? { vmId, sizeGiB: 1 } : null;
      case 'detachDisk':
        return vms.disks[0] ? { id: vms.disks[0], keepVolume: start } : null;
      case 'resizeDisk':
        return vms.disks[0] ? { id: vms.disks[0], sizeGiB: 1 + (number % 3) } : null;
      case 'editVm':
        return vmId ? { id: vmId, vcpus: start ? 2 : 1, ramMiB: start ? 160 : 128 } : null;
      case 'cloneVm':
        return vmId ? { id: vmId, count: 1, namePrefix: `c${number}`, start } : null;
      default:
        return idOf(vmId);
    }
  }

  /** Asks until there is an answer: what was asked before it was lost is not done twice. */
  async #insist(operation: Operation, input: Record<string, unknown>): Promise<Answer | null> {
    const mutation = operation.action === 'cancel' ? 'cancelTask' : operation.action;
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const vm = mutation === 'cancelTask' ? '' : 'vm { id }';
    const query = `mutation ($i: ${type}!) { ${mutation}(input: $i) { id ${vm} } }`;
    const variables = { i: { ...input, clientMutationId: `chaos-${operation.number}` } };
    const end = performance.now() + PATIENCE_MS;
    for (let attempt = 0; performance.now() < end; attempt++) {
      const { urls } = this.#cloud;
      const url = urls[(operation.number + attempt) % urls.length] ?? '';
      const answer = await this.#send({ url, by: operation.by }, query, variables);
      if (answer && !AWAY.includes(codeOf(answer) ?? '')) return answer;
      this.log.repeated++;
      await delay(200);
    }
    this.violation(`#${operation.number} had no answer within ${PATIENCE_MS / 1000} s`);
    return null;
  }

  async #send(
    { url, by }: { url: string; by: Operation['by'] },
    query: string,
    variables: Record<string, unknown>,
  ): Promise<Answer | null> {
    try {
      return await (await this.#cloud.client(by, url)).send(query, variables);
    } catch {
      // The API is away, or the database while we signed in.
      return null;
    }
  }

  #judge(operation: Operation, answer: Answer | null | undefined, slot: Slot): void {
    if (!answer) return;
    const code = codeOf(answer);
    const stranger = operation.by !== 'admin' && operation.by !== ownerOf(operation.slot);
    const own = operation.action === 'createVm';
    if (stranger && !own && code !== 'NOT_FOUND')
      this.violation(`#${operation.number} by a stranger was answered with ${code ?? 'success'}`);
    if (code) {
      this.log.refused++;
      // Its making failed, or it was deleted.
      if (code === 'NOT_FOUND' && !stranger) forget(slot, operation);
      if (code === 'INTERNAL')
        this.violation(`#${operation.number}: INTERNAL ${JSON.stringify(answer.errors)}`);
      return;
    }
    this.log.accepted++;
    const { id, vm } =
      Object.values(answer.data as Record<string, { id: string; vm?: { id: string } }>)[0] ?? {};
    if (operation.action === 'cancel') return;
    if (id) slot.lastTask = id;
    if (operation.action === 'deleteSnapshot') slot.snapshots.pop();
    if (operation.action === 'detachDisk') slot.disks.shift();
    if (operation.action === 'createVm')
      Object.assign(slot, { current: vm?.id ?? null, snapshots: [], disks: [] });
    if (operation.action === 'deleteVm') {
      slot.deleted = slot.current;
      slot.current = null;
    }
    if (operation.action === 'undeleteVm') slot.current = slot.deleted;
  }
}

/** What is not there any more is not asked for again. */
function forget(slot: Slot, { action }: Operation): void {
  if (action === 'revertToSnapshot' || action === 'deleteSnapshot') slot.snapshots.pop();
  else if (action === 'detachDisk' || action === 'resizeDisk') slot.disks.shift();
  else if (action !== 'cancel' && action !== 'undeleteVm') slot.current = null;
}

const idOf = (id: string | null) => (id ? { id } : null);

/** A VM that failed to be made leaves its place empty: the next operation there makes another. */
function insteadOf(planned: Operation, { current, deleted }: Slot): Operation {
  const { action, by } = planned;
  const empty = current === null && action !== 'cancel' && !(action === 'undeleteVm' && deleted);
  const stranger = by !== 'admin' && by !== ownerOf(planned.slot);
  return empty && !stranger ? { ...planned, action: 'createVm' } : planned;
}

const codeOf = (answer: Answer): string | undefined =>
  answer.errors[0]?.extensions['code'] as string | undefined;

function outcomeOf(answer: Answer | null): string {
  if (!answer) return 'no answer';
  const code = codeOf(answer);
  if (code) return `${code} ${answer.errors[0]?.message ?? ''}`;
  return Object.values(answer.data as Record<string, { id: string }>)[0]?.id ?? '';
}
