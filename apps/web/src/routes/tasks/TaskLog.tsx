import { useSubscription } from '@apollo/client/react';
import { useEffect, useReducer, useRef } from 'react';
import { TaskLogDocument, type TaskLogSubscription } from '../../api/generated/graphql.ts';
import { formatClock, formatExact } from '../../components/moments.ts';
import { t } from '../../messages/message.ts';
import './TaskLog.css';

type Line = TaskLogSubscription['taskLog'];

/** Lines in order of their number; a line that comes again after a reconnect is one line. */
export function addLine(lines: readonly Line[], line: Line): readonly Line[] {
  const last = lines.at(-1);
  if (!last || line.seq > last.seq) return [...lines, line];
  if (lines.some((each) => each.seq === line.seq)) return lines;
  return [...lines, line].toSorted((a, b) => a.seq - b.seq);
}

/** The log of a task from its first line, growing while it runs. */
export function TaskLog({ taskId }: { taskId: string }) {
  const [lines, add] = useReducer(addLine, []);
  const box = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  useSubscription(TaskLogDocument, {
    variables: { id: taskId },
    // Lines are a stream, not an entity: they stay out of the cache.
    fetchPolicy: 'no-cache',
    ignoreResults: true,
    onData: ({ data }) => {
      if (data.data) add(data.data.taskLog);
    },
  });
  useEffect(() => {
    const element = box.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [lines.length]);
  return (
    <ol
      ref={box}
      className="bd-log"
      aria-label={t('task.log')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: at }) => {
        atEnd.current = at.scrollTop + at.clientHeight >= at.scrollHeight - 8;
      }}
    >
      {lines.length === 0 && <li className="bd-subtle">{t('task.log.empty')}</li>}
      {lines.map((line) => (
        <li key={line.seq} className={`bd-log-${line.level.toLowerCase()}`}>
          <time className="bd-subtle" dateTime={line.at} title={formatExact(line.at)}>
            {formatClock(line.at)}
          </time>
          <span>
            {line.step && <span className="bd-subtle">{line.step}: </span>}
            {line.step && line.message.startsWith(`${line.step}: `)
              ? line.message.slice(line.step.length + 2)
              : line.message}
          </span>
        </li>
      ))}
    </ol>
  );
}
