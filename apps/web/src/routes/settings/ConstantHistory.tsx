import { useQuery } from '@apollo/client/react';
import { ConstantHistoryDocument } from '../../api/generated/graphql.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { t } from '../../messages/message.ts';

const shownChanges = 8;

/** Who changed a setting from what to what, newest first; nothing while it never was. */
export function ConstantHistory({ name }: { name: string }) {
  const { data } = useQuery(ConstantHistoryDocument, {
    variables: { name },
    fetchPolicy: 'network-only',
  });
  const changes = data?.constantHistory ?? [];
  if (changes.length === 0) return null;
  return (
    <section aria-label={t('settings.history')}>
      <h3>{t('settings.history')}</h3>
      <ul>
        {changes.slice(0, shownChanges).map(({ id, from, to, at, actor }) => (
          <li key={id}>
            {t('settings.history.line', { from, to, who: actor?.username ?? '–' })}{' '}
            <span className="bd-subtle">
              <RelativeTime at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
