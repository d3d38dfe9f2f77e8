import BanIcon from '@patternfly/react-icons/dist/esm/icons/ban-icon';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';
import OutlinedClockIcon from '@patternfly/react-icons/dist/esm/icons/outlined-clock-icon';
import PauseCircleIcon from '@patternfly/react-icons/dist/esm/icons/pause-circle-icon';
import PowerOffIcon from '@patternfly/react-icons/dist/esm/icons/power-off-icon';
import QuestionCircleIcon from '@patternfly/react-icons/dist/esm/icons/question-circle-icon';
import WrenchIcon from '@patternfly/react-icons/dist/esm/icons/wrench-icon';
import type { ReactNode } from 'react';
import './StateBadge.css';

/** What a state means to a person; each has a shape and a colour of its own. */
export type StateKind =
  | 'running'
  | 'off'
  | 'suspended'
  | 'working'
  | 'waiting'
  | 'attention'
  | 'failed'
  | 'unknown'
  | 'done'
  | 'stopped'
  | 'maintenance';

const icons: Record<Exclude<StateKind, 'working'>, ReactNode> = {
  running: <CheckCircleIcon />,
  off: <PowerOffIcon />,
  suspended: <PauseCircleIcon />,
  waiting: <OutlinedClockIcon />,
  attention: <ExclamationTriangleIcon />,
  failed: <ExclamationCircleIcon />,
  unknown: <QuestionCircleIcon />,
  done: <CheckCircleIcon />,
  stopped: <BanIcon />,
  maintenance: <WrenchIcon />,
};

/** A state as a word with a shape and a colour; `reason` is told on hover. */
export function StateBadge(props: { kind: StateKind; word: string; reason?: string | null }) {
  const { kind, word, reason } = props;
  return (
    <span className={`bd-state bd-state-${kind}`} {...(reason && { title: reason })}>
      <span className="bd-state-icon" aria-hidden="true">
        {kind === 'working' ? <span className="bd-spinner" /> : icons[kind]}
      </span>
      {word}
    </span>
  );
}
