import type { TaskStepStatus } from '../../api/generated/graphql.ts';
import { formatExact, formatSpan, useNow } from '../../components/moments.ts';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import { stepState } from './task-words.ts';
import './TaskSteps.css';

interface Step {
  readonly name: string;
  readonly status: TaskStepStatus;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: string | null;
}

interface TaskStepsProps {
  readonly steps: readonly Step[];
  /** The task has ended: what has not begun never will. */
  readonly ended: boolean;
}

/** The steps of a task with their times and faults. */
export function TaskSteps({ steps, ended }: TaskStepsProps) {
  const now = useNow();
  return (
    <ol className="bd-steps" aria-label={t('task.steps')}>
      {steps.map((step) => (
        <li key={step.name} className="bd-step">
          <StateBadge {...stepState(step.status, ended)} />
          <span className="bd-step-name">{step.name}</span>
          <span className="bd-subtle bd-step-time">
            {step.startedAt && <span title={formatExact(step.startedAt)}>{spanOf(step, now)}</span>}
          </span>
          {step.error && <span className="bd-step-error">{step.error}</span>}
        </li>
      ))}
    </ol>
  );
}

function spanOf(step: Step, now: number): string {
  if (!step.startedAt) return '';
  const end = step.finishedAt ? Date.parse(step.finishedAt) : now;
  const ms = Math.max(0, end - Date.parse(step.startedAt));
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatSpan(ms);
}
