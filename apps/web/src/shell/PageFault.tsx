import { Button } from '@patternfly/react-core';
import { useEffect, useRef } from 'react';
import { useRouteError } from 'react-router';
import { useConnection } from '../api/connection.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { t } from '../messages/message.ts';
import { CrashView } from './CrashPage.tsx';
import { hasNotArrived } from './late-parts.ts';

/** In place of a page that failed; the way to others stays around it. */
export function PageFault() {
  const error = useRouteError();
  return hasNotArrived(error) ? <NotArrived /> : <CrashView error={error} />;
}

/** A part of the program was asked for while the server was away: it comes when the server is back. */
function NotArrived() {
  const away = useConnection() === 'away';
  const wasAway = useRef(away);
  useEffect(() => {
    if (wasAway.current && !away) location.reload();
    wasAway.current = away;
  }, [away]);
  const again = async (): Promise<void> => {
    // A reload without the server would lose what can still be read.
    const isBack = await fetch('/healthz').then(
      ({ ok }) => ok,
      () => false,
    );
    if (isBack) location.reload();
  };
  return (
    <div role="alert">
      <PageHeader title={t('late.title')} />
      <p className="bd-gap-below">{t('late.text')}</p>
      <Button variant="secondary" onClick={() => void again()}>
        {t('action.retry')}
      </Button>
    </div>
  );
}
