import { RelativeTime } from '../components/RelativeTime.tsx';
import { Section } from '../components/Section.tsx';
import { t } from '../messages/message.ts';
import type { PlotMark } from './plot-options.ts';
import './charts.css';
import '../routes/overview/CloudOverview.css';

const shownMarks = 20;

/** What the flags on the time line stand for. */
export function MarkList({ marks, none }: { marks: readonly PlotMark[]; none: string }) {
  return (
    <Section title={t('charts.marks')}>
      {marks.length === 0 ? (
        <p className="bd-subtle">{none}</p>
      ) : (
        <ul className="bd-plain-list">
          {marks.slice(0, shownMarks).map((mark) => (
            <li key={mark.id}>
              <span className={`bd-flag bd-flag-${mark.tone}`} aria-hidden="true" />
              <RelativeTime at={new Date(mark.at * 1000).toISOString()} />
              <span className="bd-plain-text">{mark.text}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
