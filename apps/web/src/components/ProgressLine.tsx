import './ProgressLine.css';

/** A thin progress line; `label` names the work for screen readers. `percent` is 0–100. */
export function ProgressLine({ percent, label }: { percent: number; label: string }) {
  return <progress className="bd-progress" max={100} value={percent} aria-label={label} />;
}
