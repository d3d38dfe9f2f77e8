import { Button } from '@patternfly/react-core';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import type { ReactNode } from 'react';
import { type ApiFault, faultOf } from '../api/api-fault.ts';
import { t } from '../messages/message.ts';
import { remedyOf, titleOf } from './fault-words.ts';
import './FaultView.css';

interface FaultViewProps {
  readonly error: unknown;
  /** What was tried, as a sentence: "The VMs could not be loaded". */
  readonly what: string;
  readonly onRetry?: () => void;
  readonly action?: ReactNode;
}

/** An error in place of a page or a part of it: what happened, what to do, details folded away. */
export function FaultView({ error, what, onRetry, action }: FaultViewProps) {
  const fault = faultOf(error);
  return (
    <section className="bd-fault" role="alert">
      <ExclamationCircleIcon className="bd-fault-icon" aria-hidden="true" />
      <div>
        <h2>{what}</h2>
        <p>{titleOf(fault)}</p>
        <p className="bd-subtle">{remedyOf(fault)}</p>
        <div className="bd-fault-actions">
          {onRetry && fault.code !== 'FORBIDDEN' && (
            <Button variant="secondary" onClick={onRetry}>
              {t('action.retry')}
            </Button>
          )}
          {action}
        </div>
        <FaultDetails fault={fault} />
      </div>
    </section>
  );
}

/** Code and request id, folded away until somebody asks. */
export function FaultDetails({ fault }: { fault: ApiFault }) {
  return (
    <details className="bd-fault-details">
      <summary>{t('fault.details')}</summary>
      <dl>
        <dt>{t('fault.code')}</dt>
        <dd className="bd-mono">{fault.code}</dd>
        {fault.requestId && (
          <>
            <dt>{t('fault.request')}</dt>
            <dd className="bd-mono">{fault.requestId}</dd>
          </>
        )}
      </dl>
    </details>
  );
}
