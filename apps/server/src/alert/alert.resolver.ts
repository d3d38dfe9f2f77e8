import { Arg, Ctx, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { requireSubject } from '../metrics/metric-subject.ts';
import { checkFirst } from '../platform/graphql/connection.ts';
import {
  acknowledgeAlert,
  createAlertRule,
  deleteAlertRule,
  editAlertRule,
} from './alert.service.ts';
import {
  AcknowledgeAlertInput,
  Alert,
  AlertRuleType,
  CreateAlertRuleInput,
  DeleteAlertRuleInput,
  EditAlertRuleInput,
} from './alert.type.ts';
import type { AlertRule } from './alert-rules.ts';
import { type AlertView, alertsOf, listAlerts, loadRules } from './alert-store.ts';

const YEAR_MS = 365 * 86_400_000;

async function watchAlerts(ctx: Context, id: string): Promise<AsyncIterable<AlertView>> {
  const viewer = requireViewer(ctx);
  const subject = await requireSubject(ctx.em, viewer, id);
  const feed = ctx.services.feeds.alert.subscribe({
    accept: ({ subjectId }) => subjectId === subject.id,
  });
  const maySee = () => requireSubject(ctx.em, viewer, id).then(always, never);
  return whileAllowed(feed, maySee);
}

const always = () => true;
const never = () => false;

/** Ends at the first item for which it is not allowed any more. */
function whileAllowed<T>(
  feed: AsyncIterableIterator<T>,
  allowed: () => Promise<boolean>,
): AsyncIterableIterator<T> {
  const end = async () => (await feed.return?.()) ?? { done: true as const, value: undefined };
  return {
    next: async () => {
      const item = await feed.next();
      return item.done || (await allowed()) ? item : end();
    },
    return: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The policy lets admins in alone, but for what is told of one's own VM. */
@Resolver()
export class AlertResolver {
  @Query(() => [Alert], { description: 'Those that last, worst first; or those that are over.' })
  alerts(
    @Ctx() ctx: Context,
    @Arg('active', () => Boolean, { defaultValue: true }) active: boolean,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
  ): Promise<AlertView[]> {
    return listAlerts(ctx.em, { active, first: checkFirst(first) });
  }

  @Query(() => [Alert], {
    description: 'Alerts about one VM or host, newest first. NOT_FOUND as the object itself.',
  })
  async alertsOf(
    @Ctx() ctx: Context,
    @Arg('subject', () => ID) id: string,
    @Arg('since', () => Date, { nullable: true, description: 'A year ago unless told.' })
    since?: Date,
    @Arg('first', () => Int, { defaultValue: 100 }) first?: number,
  ): Promise<AlertView[]> {
    const subject = await requireSubject(ctx.em, requireViewer(ctx), id);
    return alertsOf(ctx.em, subject.id, {
      since: since ?? new Date(Date.now() - YEAR_MS),
      first: checkFirst(first ?? 100),
    });
  }

  @Query(() => [AlertRuleType], { description: 'All rules by name.' })
  alertRules(@Ctx() ctx: Context): Promise<AlertRule[]> {
    return loadRules(ctx.em);
  }

  @Mutation(() => AlertRuleType)
  createAlertRule(
    @Ctx() ctx: Context,
    @Arg('input', () => CreateAlertRuleInput) input: CreateAlertRuleInput,
  ): Promise<AlertRule> {
    return createAlertRule(ctx, input);
  }

  @Mutation(() => AlertRuleType)
  editAlertRule(
    @Ctx() ctx: Context,
    @Arg('input', () => EditAlertRuleInput) input: EditAlertRuleInput,
  ): Promise<AlertRule> {
    return editAlertRule(ctx, input);
  }

  @Mutation(() => ID, { description: 'Its alerts end. @returns its id' })
  deleteAlertRule(
    @Ctx() ctx: Context,
    @Arg('input', () => DeleteAlertRuleInput) input: DeleteAlertRuleInput,
  ): Promise<string> {
    return deleteAlertRule(ctx, input);
  }

  @Mutation(() => Alert, { description: 'Somebody has seen it and sees to it.' })
  acknowledgeAlert(
    @Ctx() ctx: Context,
    @Arg('input', () => AcknowledgeAlertInput) input: AcknowledgeAlertInput,
  ): Promise<AlertView> {
    return acknowledgeAlert(ctx, input);
  }

  @Subscription(() => Alert, {
    description: 'Every alert that is raised, acknowledged, or over.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.alert.subscribe({ accept: () => true }),
  })
  alertUpdated(@Root() alert: Alert): Alert {
    return alert;
  }

  @Subscription(() => Alert, {
    description: 'As `alertUpdated`, of one VM or host that the viewer may see.',
    subscribe: ({ args, context }) =>
      watchAlerts(context as Context, (args as { subject: string }).subject),
  })
  alertOfUpdated(@Root() alert: Alert, @Arg('subject', () => ID) _subject: string): Alert {
    return alert;
  }
}
