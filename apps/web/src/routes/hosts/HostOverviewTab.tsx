import { PropertyList } from '../../components/PropertyList.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { useHostPage } from './HostPage.tsx';
import { HostStrangers } from './HostStrangers.tsx';
import { HostTasks } from './HostTasks.tsx';
import { capacityOf, healthOf, identityOf } from './host-facts.tsx';

/** Room, health, what is being done, domains nobody knows, and how it is reached. */
export function Component() {
  const host = useHostPage();
  return (
    <>
      <Section title={t('host.capacity')}>
        <PropertyList items={capacityOf(host)} />
      </Section>
      <Section title={t('host.health')}>
        <PropertyList items={healthOf(host)} />
      </Section>
      <HostTasks hostId={host.id} />
      {host.strangers.length > 0 && <HostStrangers host={host} />}
      <Section title={t('host.machine')}>
        <PropertyList items={identityOf(host)} />
      </Section>
    </>
  );
}
