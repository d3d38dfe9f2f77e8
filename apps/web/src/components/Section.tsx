import { type ReactNode, useId } from 'react';
import './Section.css';

/** A titled block of a page with its own action at the right. */
export function Section(props: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className="bd-section" aria-labelledby={id}>
      <div className="bd-section-head">
        <h2 id={id}>{props.title}</h2>
        {props.action && <div className="bd-section-actions">{props.action}</div>}
      </div>
      {props.children}
    </section>
  );
}
