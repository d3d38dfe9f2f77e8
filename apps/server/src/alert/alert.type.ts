import { IsOptional, MaxLength } from 'class-validator';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { AlertId, AlertRuleId } from '../platform/ids.ts';
import { AlertComparison, AlertSeverity, AlertSubjectKind } from './alert-rules.ts';

registerEnumType(AlertSubjectKind, { name: 'AlertSubjectKind', description: 'Whose figure.' });
registerEnumType(AlertComparison, { name: 'AlertComparison', description: 'Where it is bad.' });
registerEnumType(AlertSeverity, { name: 'AlertSeverity', description: 'How bad it is.' });

@ObjectType('AlertRule', { description: 'When something is to be told of.', simpleResolvers: true })
export class AlertRuleType {
  @Field(() => ID)
  id: AlertRuleId;

  @Field(() => String)
  name: string;

  @Field(() => AlertSubjectKind)
  subjectKind: AlertSubjectKind;

  @Field(() => ID, { nullable: true, description: 'Only this one; null: each.' })
  subjectId: string | null;

  @Field(() => String)
  figure: string;

  @Field(() => AlertComparison)
  comparison: AlertComparison;

  @Field(() => Float)
  threshold: number;

  @Field(() => Float, {
    description: 'The alert ends when the figure is back here, or its VM is off.',
  })
  clearAt: number;

  @Field(() => Int, { description: 'How long the figure is bad before it is told.' })
  forSeconds: number;

  @Field(() => AlertSeverity)
  severity: AlertSeverity;

  @Field(() => Boolean)
  enabled: boolean;

  @Field(() => Boolean, { description: 'There by default: switched off rather than deleted.' })
  builtIn: boolean;
}

@ObjectType({ description: 'Something a rule told of.', simpleResolvers: true })
export class Alert {
  @Field(() => ID)
  id: AlertId;

  @Field(() => ID)
  ruleId: AlertRuleId;

  @Field(() => String)
  ruleName: string;

  @Field(() => AlertSeverity)
  severity: AlertSeverity;

  @Field(() => AlertSubjectKind)
  subjectKind: AlertSubjectKind;

  @Field(() => ID)
  subjectId: string;

  @Field(() => String)
  subjectName: string;

  @Field(() => String)
  message: string;

  @Field(() => Float)
  value: number;

  @Field(() => Date)
  raisedAt: Date;

  @Field(() => Date, { nullable: true, description: 'Null while it lasts.' })
  endedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When somebody said they see to it.' })
  acknowledgedAt: Date | null;
}

const ID_FAULT = { message: 'clientMutationId has at most 100 characters.' };

@InputType()
export class AlertRuleInput {
  @Field(() => String)
  name: string;

  @Field(() => AlertSubjectKind)
  subjectKind: AlertSubjectKind;

  @Field(() => String)
  figure: string;

  @Field(() => Float)
  threshold: number;

  @Field(() => AlertComparison, { nullable: true, description: 'ABOVE unless told.' })
  comparison?: AlertComparison;

  @Field(() => Float, { nullable: true, description: 'The threshold unless told.' })
  clearAt?: number;

  @Field(() => Int, { nullable: true, description: '60 unless told.' })
  forSeconds?: number;

  @Field(() => AlertSeverity, { nullable: true, description: 'WARNING unless told.' })
  severity?: AlertSeverity;

  @Field(() => ID, { nullable: true })
  subjectId?: string;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class CreateAlertRuleInput extends AlertRuleInput {}

@InputType({ description: 'Only what is given changes.' })
export class EditAlertRuleInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => Float, { nullable: true })
  threshold?: number;

  @Field(() => Float, { nullable: true })
  clearAt?: number;

  @Field(() => Int, { nullable: true })
  forSeconds?: number;

  @Field(() => AlertSeverity, { nullable: true })
  severity?: AlertSeverity;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class DeleteAlertRuleInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}

@InputType()
export class AcknowledgeAlertInput {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, ID_FAULT)
  clientMutationId?: string;
}
