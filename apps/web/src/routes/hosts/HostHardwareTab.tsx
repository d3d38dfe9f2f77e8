import { PropertyList } from '../../components/PropertyList.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { useHostPage } from './HostPage.tsx';
import { hardwareOf } from './host-facts.tsx';
import { NicTable } from './NicTable.tsx';

/** What a host is made of. */
export function Component() {
  const host = useHostPage();
  return (
    <>
      <Section title={t('host.hardware')}>
        <PropertyList items={hardwareOf(host)} />
      </Section>
      {host.hardware && <NicTable nics={host.hardware.nics} />}
    </>
  );
}
