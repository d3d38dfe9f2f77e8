import { useQuery } from '@apollo/client/react';
import { Button, Skeleton } from '@patternfly/react-core';
import { DatastoreChecksDocument } from '../../api/generated/graphql.ts';
import { FaultView } from '../../components/FaultView.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import './DatastoreChecks.css';

interface DatastoreChecksProps {
  readonly path: string;
  /** The hosts that are to have it; null: every one. */
  readonly hostIds: readonly string[] | null;
}

/** What every host finds at a path, asked now. */
export function DatastoreChecks({ path, hostIds }: DatastoreChecksProps) {
  const { data, error, loading, refetch } = useQuery(DatastoreChecksDocument, {
    variables: { path, hostIds: hostIds ? [...hostIds] : null },
    fetchPolicy: 'network-only',
    notifyOnNetworkStatusChange: true,
  });
  const again = () => void refetch().catch(() => undefined);
  const checks = data?.datastoreChecks;
  return (
    <section aria-live="polite" aria-busy={loading}>
      <p className="bd-subtle">{t('datastoreCheck.running')}</p>
      {!checks && error && (
        <FaultView error={error} what={t('datastoreCheck.error')} onRetry={again} />
      )}
      {!checks && !error && <Skeleton height="72px" screenreaderText={t('loading')} />}
      {checks?.length === 0 && <p>{t('datastoreCheck.none')}</p>}
      {checks && (
        <ul className="bd-checks">
          {checks.map(({ hostId, host, claimed, reached, ok, text }) => (
            <li key={hostId}>
              <strong>{host}</strong>
              <StateBadge
                kind={!reached ? 'unknown' : !claimed ? 'stopped' : ok ? 'done' : 'failed'}
                word={wordOf({ claimed, reached, ok })}
              />
              <span className="bd-subtle">{text}</span>
            </li>
          ))}
        </ul>
      )}
      <Button variant="secondary" isLoading={loading} isDisabled={loading} onClick={again}>
        {t('datastoreCheck.now')}
      </Button>
    </section>
  );
}

function wordOf(check: { claimed: boolean; reached: boolean; ok: boolean }): string {
  if (!check.reached) return t('datastoreCheck.unasked');
  if (!check.claimed) return t('datastoreCheck.aside');
  return check.ok ? t('datastoreCheck.ok') : t('datastoreCheck.bad');
}
