import { Button } from '@patternfly/react-core';
import { useRouteError } from 'react-router';
import { t } from '../messages/message.ts';

/** A fault of this program: says so, names it, and offers to load the page again. */
export function CrashPage() {
  const error = useRouteError();
  return (
    <main className="bd-lone">
      <CrashView error={error} />
    </main>
  );
}

/** What a {@link CrashPage} says, for one with other things around it. */
export function CrashView({ error }: { error: unknown }) {
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert">
      <title>{t('product.name')}</title>
      <h1 tabIndex={-1}>{t('crash.title')}</h1>
      <p>{t('crash.text')}</p>
      <details>
        <summary>{t('fault.details')}</summary>
        <p className="bd-mono">{message}</p>
      </details>
      <Button onClick={() => location.reload()}>{t('crash.reload')}</Button>
    </div>
  );
}
