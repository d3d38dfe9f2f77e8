import type { ReactNode } from 'react';
import { PageHeader } from '../../components/PageHeader.tsx';
import { TabNav } from '../../components/TabNav.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { MailTrouble } from './MailTrouble.tsx';

/** What the pages of health share: title, tabs, and what is wrong beside them. */
export function HealthFrame({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader title={t('nav.health')} />
      <TabNav
        label={t('nav.health')}
        tabs={[
          { to: paths.health(), label: t('leaks.title') },
          { to: paths.alerts(), label: t('alerts.title') },
          { to: paths.logs(), label: t('logs.title') },
          { to: paths.audit(), label: t('audit.title') },
        ]}
      />
      <MailTrouble />
      {children}
    </>
  );
}
