import type { ReactNode } from 'react';
import './EmptyFrame.css';

interface EmptyFrameProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** What would be here and why one wants it. */
  readonly text: string;
  readonly action?: ReactNode;
}

/** What stands in a table's place while there is nothing in it, with the first step. */
export function EmptyFrame({ icon, title, text, action }: EmptyFrameProps) {
  return (
    <section className="bd-empty">
      <span className="bd-empty-icon" aria-hidden="true">
        {icon}
      </span>
      <h2>{title}</h2>
      <p className="bd-subtle">{text}</p>
      {action}
    </section>
  );
}
