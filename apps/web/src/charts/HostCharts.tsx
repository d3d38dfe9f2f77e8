import { Section } from '../components/Section.tsx';
import { t } from '../messages/message.ts';
import { ChartBoard } from './ChartBoard.tsx';
import { MarkList } from './MarkList.tsx';
import { useHostMarks } from './use-marks.ts';

/** A host's charts, on its page. */
export function HostCharts({ id, name }: { id: string; name: string }) {
  const marks = useHostMarks(id);
  return (
    <>
      <Section title={t('charts.title')}>
        <ChartBoard subjects={[{ id, kind: 'host', label: name }]} marks={marks} />
      </Section>
      <MarkList marks={marks} none={t('charts.noHostMarks')} />
    </>
  );
}
