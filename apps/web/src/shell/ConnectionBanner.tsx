import { Button } from '@patternfly/react-core';
import { useEffect } from 'react';
import { tryNow } from '../api/client.ts';
import { useConnection } from '../api/connection.ts';
import { t } from '../messages/message.ts';
import './ConnectionBanner.css';

const probeMs = 4_000;

/** A slim line while the server is away; everything stays readable and catches up by itself. */
export function ConnectionBanner({ probe = tryNow }: { probe?: () => Promise<void> }) {
  const connection = useConnection();
  const away = connection === 'away';
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(() => void probe().catch(() => undefined), probeMs);
    return () => clearInterval(timer);
  }, [away, probe]);
  return (
    <div role="status" className={away ? 'bd-banner' : 'bd-banner-none'}>
      {away && (
        <>
          <span className="bd-spinner" aria-hidden="true" />
          <span>{t('connection.away')}</span>
          <Button variant="link" isInline onClick={() => void probe().catch(() => undefined)}>
            {t('connection.now')}
          </Button>
        </>
      )}
    </div>
  );
}
