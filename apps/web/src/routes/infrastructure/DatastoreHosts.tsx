import type { DatastoreRowFragment } from '../../api/generated/graphql.ts';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import './DatastoreHosts.css';

/** Names of more hosts than this are counted. */
const MOST_NAMES = 3;

/** Which hosts have a datastore, and which of them do not see it as they should. */
export function DatastoreHosts({ datastore }: { datastore: DatastoreRowFragment }) {
  const { everyHost, hosts } = datastore;
  const blind = hosts.filter(({ sees, host }) => sees === false && host.status !== 'DOWN');
  return (
    <div className="bd-datastore-hosts">
      <span>{everyHost ? t('datastore.hosts.every') : namesOf(hosts)}</span>
      {blind.map(({ host }) => (
        <StateBadge
          key={host.id}
          kind="attention"
          word={t('datastore.hosts.blind', { host: host.name })}
        />
      ))}
    </div>
  );
}

function namesOf(hosts: DatastoreRowFragment['hosts']): string {
  const [only] = hosts;
  if (!only) return t('datastore.hosts.none');
  if (hosts.length === 1) return t('datastore.hosts.one', { host: only.host.name });
  const names = hosts.slice(0, MOST_NAMES).map(({ host }) => host.name);
  const more = hosts.length - names.length;
  const listed = names.join(', ');
  return more > 0 ? t('datastore.hosts.more', { names: listed, count: more }) : listed;
}
