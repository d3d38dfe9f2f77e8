import { Section } from '../components/Section.tsx';
import { t } from '../messages/message.ts';
import { ChartBoard } from './ChartBoard.tsx';

const none = [] as const;

/** A host's charts, on its page. */
export function HostCharts({ id, name }: { id: string; name: string }) {
  return (
    <Section title={t('charts.title')}>
      <ChartBoard subjects={[{ id, kind: 'host', label: name }]} marks={none} />
    </Section>
  );
}
