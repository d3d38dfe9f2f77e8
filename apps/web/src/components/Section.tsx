import { type ReactNode, useId } from 'react';
import './Section.css';

interface SectionProps {
  readonly title: string;
  /** What an address may end with to lead there. */
  readonly id?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A titled block of a page with its own action at the right. */
export function Section(props: SectionProps) {
  const id = useId();
  return (
    <section id={props.id} className="bd-section" aria-labelledby={id}>
      <div className="bd-section-head">
        <h2 id={id}>{props.title}</h2>
        {props.action && <div className="bd-section-actions">{props.action}</div>}
      </div>
      {props.children}
    </section>
  );
}
