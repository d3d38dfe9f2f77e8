import type { DatastoreRowFragment } from '../../api/generated/graphql.ts';
import { Bar } from '../../components/Bar.tsx';
import { t } from '../../messages/message.ts';
import './DatastoreSpace.css';

/** How full a datastore is: used, free, kept as reserve; and what is promised beside it. */
export function DatastoreSpace({ datastore }: { datastore: DatastoreRowFragment }) {
  const { name, capacityGiB, usedGiB, reserveGiB, promisedGiB, promiseLimitGiB } = datastore;
  if (capacityGiB === null || usedGiB === null)
    return <span className="bd-subtle">{t('datastore.unread')}</span>;
  const free = Math.max(0, capacityGiB - usedGiB - reserveGiB);
  const full = free === 0;
  return (
    <div className="bd-space">
      <Bar
        parts={[
          { value: usedGiB, tone: full ? 'warn' : 'accent' },
          { value: free, tone: 'gap' },
          { value: Math.min(reserveGiB, capacityGiB - usedGiB), tone: 'reserve' },
        ]}
        total={capacityGiB}
        label={t('datastore.bar', {
          ...{ name, used: usedGiB, capacity: capacityGiB },
          ...{ reserve: reserveGiB, promised: promisedGiB },
        })}
      />
      <span className="bd-space-figures">
        <span>{t('datastore.used', { used: usedGiB, capacity: capacityGiB })}</span>
        <span className="bd-subtle">{t('datastore.reserve', { reserve: reserveGiB })}</span>
        <span className="bd-subtle">
          {t('datastore.promised', { promised: promisedGiB, limit: promiseLimitGiB ?? '?' })}
        </span>
        {full && <span className="bd-space-full">{t('datastore.full')}</span>}
      </span>
    </div>
  );
}
