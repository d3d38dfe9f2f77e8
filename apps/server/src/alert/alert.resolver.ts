import { Arg, Ctx, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../context.ts';
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
import { type AlertView, listAlerts, loadRules } from './alert-store.ts';

/** The policy lets admins in alone. */
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
}
