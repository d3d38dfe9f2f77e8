import type { ReactNode } from 'react';
import './PropertyList.css';

/** A name and its value. */
export interface Property {
  readonly label: string;
  readonly value: ReactNode;
}

/** Facts in two columns (one on a phone), with thin rules between. */
export function PropertyList({ items }: { items: readonly Property[] }) {
  return (
    <dl className="bd-properties">
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
