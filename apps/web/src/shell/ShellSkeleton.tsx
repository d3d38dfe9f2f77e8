import { t } from '../messages/message.ts';
import { Mark } from './Mark.tsx';
import './AppShell.css';

/** The frame of the application while it is not yet known who is there. */
export function ShellSkeleton() {
  return (
    <div className="bd-shell" aria-busy="true">
      <div className="bd-masthead">
        <span className="bd-brand">
          <Mark />
          {t('product.name')}
        </span>
      </div>
      <div className="bd-nav" />
      <main className="bd-main" aria-label={t('loading')} />
    </div>
  );
}
