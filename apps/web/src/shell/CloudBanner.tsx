import { useQuery, useSubscription } from '@apollo/client/react';
import { Link } from 'react-router';
import { CloudNowDocument, CloudUpdatedDocument } from '../api/generated/graphql.ts';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { useIsAdmin } from '../session/session.tsx';
import './ConnectionBanner.css';

/** A slim line on every page while the cloud takes no work. */
export function CloudBanner() {
  const { data } = useQuery(CloudNowDocument);
  useSubscription(CloudUpdatedDocument, { ignoreResults: true });
  const isAdmin = useIsAdmin();
  const state = data?.cloud.state ?? 'OPEN';
  return (
    <div role="status" className={state === 'OPEN' ? 'bd-banner-none' : 'bd-banner'}>
      {state !== 'OPEN' && (
        <>
          <span>{t(`cloud.banner.${state}`)}</span>
          {isAdmin && (
            <Link className="bd-link" to={paths.maintenance()}>
              {t('cloud.banner.look')}
            </Link>
          )}
        </>
      )}
    </div>
  );
}
