import { PageHeader } from '../../components/PageHeader.tsx';
import { t } from '../../messages/message.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { CloudOverview } from './CloudOverview.tsx';
import { MyVms } from './MyVms.tsx';

/** What matters to the person who is here: the cloud for admins, one's own VMs for all. */
export function Component() {
  const isAdmin = useIsAdmin();
  return (
    <>
      <PageHeader title={t('overview.title')} />
      {isAdmin && <CloudOverview />}
      <MyVms />
    </>
  );
}
