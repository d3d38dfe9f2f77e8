import { useQuery, useSubscription } from '@apollo/client/react';
import { Alert } from '@patternfly/react-core';
import { Link } from 'react-router';
import { MailDocument, MailUpdatedDocument } from '../../api/generated/graphql.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';

/** That mail does not go out, and why, live; nothing while it does or none is set up. */
export function MailTrouble() {
  const { data } = useQuery(MailDocument);
  useSubscription(MailUpdatedDocument, { ignoreResults: true });
  const { server, lastFault, waiting, failed } = data?.mailState ?? {};
  if (!server || !lastFault) return null;
  return (
    <Alert
      className="bd-gap-below"
      component="h2"
      isInline
      variant="warning"
      title={t('mail.failing')}
      actionLinks={
        <Link className="bd-link" to={paths.settings('mail')}>
          {t('mail.failing.settings')}
        </Link>
      }
    >
      {t('mail.failing.why', { server, fault: lastFault })}{' '}
      {t('mail.failing.counts', { waiting: waiting ?? 0, failed: failed ?? 0 })}
    </Alert>
  );
}
