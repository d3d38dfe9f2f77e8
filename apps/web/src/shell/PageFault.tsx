import { Button } from '@patternfly/react-core';
import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { PageHeader } from '../components/PageHeader.tsx';
import { t } from '../messages/message.ts';
import { CrashView } from './CrashPage.tsx';
import { hasNotArrived } from './late-parts.ts';

/** In place of a page that failed; the way to others stays around it. */
export function PageFault() {
  const error = useRouteError();
  return hasNotArrived(error) ? <NotArrived /> : <CrashView error={error} />;
}

const probeMs = 4_000;
/** A part that is gone for good is not asked for all the time. */
const restMs = 60_000;
const lastKey = 'baadal.lateReload';

/** Loads the page again if the server answers: without it what can still be read would be lost. */
async function arriveOrWait(when?: 'now'): Promise<void> {
  const isBack = await fetch('/healthz').then(
    ({ ok }) => ok,
    () => false,
  );
  const last = Number(sessionStorage.getItem(lastKey));
  if (!isBack || (when !== 'now' && Date.now() - last < restMs)) return;
  sessionStorage.setItem(lastKey, String(Date.now()));
  location.reload();
}

/** A part of the program was asked for while the server was away: it comes when the server is back. */
function NotArrived() {
  useEffect(() => {
    const timer = setInterval(() => void arriveOrWait(), probeMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <div role="alert">
      <PageHeader title={t('late.title')} />
      <p className="bd-gap-below">{t('late.text')}</p>
      <Button variant="secondary" onClick={() => void arriveOrWait('now')}>
        {t('action.retry')}
      </Button>
    </div>
  );
}
