import './Bar.css';

/** One stretch of a bar. */
export interface BarPart {
  readonly value: number;
  /** `gap` leaves the track bare. */
  readonly tone: 'accent' | 'soft' | 'warn' | 'reserve' | 'gap';
}

/** A thin bar of parts of a total, with its meaning as text for screen readers. */
export function Bar(props: { parts: readonly BarPart[]; total: number; label: string }) {
  const { parts, total, label } = props;
  let start = 0;
  const placed = parts.map((part) => {
    const width = total > 0 ? Math.min(100 - start, (part.value / total) * 100) : 0;
    const left = start;
    start += width;
    return { ...part, left, width };
  });
  return (
    <svg
      className="bd-bar"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {placed.map((part) => (
        <rect
          key={part.tone}
          className={`bd-bar-${part.tone}`}
          x={part.left}
          y="0"
          width={part.width}
          height="6"
        />
      ))}
    </svg>
  );
}
