import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { t } from '../messages/message.ts';
import './PageHeader.css';

/** The way back to the page above. */
export interface Crumb {
  readonly label: string;
  readonly to: string;
}

interface PageHeaderProps {
  readonly title: string;
  readonly badge?: ReactNode;
  readonly actions?: ReactNode;
  readonly crumb?: Crumb;
}

/** One line: where I am, its state, what can be done; sets the tab's title too. */
export function PageHeader({ title, badge, actions, crumb }: PageHeaderProps) {
  return (
    <header className="bd-page-header">
      <title>{`${title} · ${t('product.name')}`}</title>
      <div className="bd-page-title">
        {crumb && (
          <nav aria-label={t('nav.breadcrumb')} className="bd-crumb">
            <Link to={crumb.to} className="bd-quiet-link bd-subtle">
              {crumb.label}
            </Link>
            <span aria-hidden="true" className="bd-subtle">
              /
            </span>
          </nav>
        )}
        <h1 tabIndex={-1}>{title}</h1>
        {badge}
      </div>
      {actions && <div className="bd-page-actions">{actions}</div>}
    </header>
  );
}
