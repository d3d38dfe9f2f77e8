import type { Quantity } from './byte-size.ts';
import './Amount.css';

/** A number with tabular figures and its dim unit; a dim dash when there is none. */
export function Amount({ of }: { of: Quantity | undefined }) {
  if (!of) return <Absent />;
  return (
    <span className="bd-amount">
      {of.value} <span className="bd-subtle">{of.unit}</span>
    </span>
  );
}

/** What stands where there is no value. */
export function Absent() {
  return (
    <span className="bd-subtle">
      <span aria-hidden="true">–</span>
      <span className="pf-v6-screen-reader">none</span>
    </span>
  );
}
