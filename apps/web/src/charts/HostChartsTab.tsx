import { Section } from '../components/Section.tsx';
import { t } from '../messages/message.ts';
import { useHostPage } from '../routes/hosts/HostPage.tsx';
import { ChartBoard } from './ChartBoard.tsx';
import { MarkList } from './MarkList.tsx';
import { useHostMarks } from './use-marks.ts';

/** A host's charts. */
export function Component() {
  const { id, name } = useHostPage();
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
