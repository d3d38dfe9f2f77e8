import { useQuery } from '@apollo/client/react';
import { Button, Skeleton } from '@patternfly/react-core';
import { DatastoreChecksDocument } from '../../api/generated/graphql.ts';
import { FaultView } from '../../components/FaultView.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import './DatastoreChecks.css';

/** What every host finds at a path, asked now. */
export function DatastoreChecks({ path }: { path: string }) {
  const { data, error, loading, refetch } = useQuery(DatastoreChecksDocument, {
    variables: { path },
    fetchPolicy: 'network-only',
    notifyOnNetworkStatusChange: true,
  });
  const again = () => void refetch().catch(() => undefined);
  const checks = data?.datastoreChecks;
  return (
    <section aria-live="polite" aria-busy={loading}>
      <p className="bd-subtle">{t('check.running')}</p>
      {!checks && error && <FaultView error={error} what={t('check.error')} onRetry={again} />}
      {!checks && !error && <Skeleton height="72px" screenreaderText={t('loading')} />}
      {checks?.length === 0 && <p>{t('check.none')}</p>}
      {checks && (
        <ul className="bd-checks">
          {checks.map(({ hostId, host, reached, ok, text }) => (
            <li key={hostId}>
              <strong>{host}</strong>
              <StateBadge
                kind={ok ? 'done' : reached ? 'failed' : 'unknown'}
                word={ok ? t('check.ok') : reached ? t('check.bad') : t('check.unasked')}
              />
              <span className="bd-subtle">{text}</span>
            </li>
          ))}
        </ul>
      )}
      <Button variant="secondary" isLoading={loading} isDisabled={loading} onClick={again}>
        {t('check.now')}
      </Button>
    </section>
  );
}
