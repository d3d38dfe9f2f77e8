import { Button } from '@patternfly/react-core';
import AngleDownIcon from '@patternfly/react-icons/dist/esm/icons/angle-down-icon';
import AngleRightIcon from '@patternfly/react-icons/dist/esm/icons/angle-right-icon';
import { Link } from 'react-router';
import type { TaskRowFragment } from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import './GroupTitle.css';

interface GroupTitleProps {
  readonly task: TaskRowFragment;
  /** The group whose children are shown. */
  readonly open: string | undefined;
  readonly onToggle: (id: string) => void;
}

/** A task's title; of a group also how many of its tasks are done, and a button to show them. */
export function GroupTitle({ task, open, onToggle }: GroupTitleProps) {
  const isOpen = open === task.id;
  const isChild = open !== undefined && task.parent?.id === open;
  return (
    <span className={isChild ? 'bd-group-title bd-group-child' : 'bd-group-title'}>
      {task.childCounts && (
        <Button
          variant="plain"
          size="sm"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'task.children.hide' : 'task.children.show', {
            title: task.title,
          })}
          icon={isOpen ? <AngleDownIcon /> : <AngleRightIcon />}
          onClick={() => onToggle(task.id)}
        />
      )}
      <Link to={paths.task(task.id)} className="bd-link">
        {task.title}
      </Link>
      {task.childCounts && <span className="bd-subtle">{countsText(task.childCounts)}</span>}
    </span>
  );
}

/** `12 of 60 done, 1 failed, 2 cancelled`. */
export function countsText(counts: NonNullable<TaskRowFragment['childCounts']>): string {
  const { succeeded, total, failed, cancelled } = counts;
  return [
    t('task.children.summary', { done: succeeded, total }),
    ...(failed > 0 ? [t('task.children.failed', { failed })] : []),
    ...(cancelled > 0 ? [t('task.children.cancelled', { cancelled })] : []),
  ].join(', ');
}
