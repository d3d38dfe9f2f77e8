import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import TimesCircleIcon from '@patternfly/react-icons/dist/esm/icons/times-circle-icon';
import { t } from '../messages/message.ts';
import './ReasonList.css';

/** One word for or against something. */
export interface Reason {
  readonly rule: string;
  readonly ok: boolean;
  readonly text: string;
}

/** What speaks for and against a choice, each with its mark. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className="bd-reasons">
      {reasons.map((reason) => (
        <li key={reason.rule} className={reason.ok ? 'bd-reason-ok' : 'bd-reason-no'}>
          {reason.ok ? (
            <CheckCircleIcon aria-hidden="true" />
          ) : (
            <TimesCircleIcon aria-hidden="true" />
          )}
          <span>
            <span className="pf-v6-screen-reader">
              {reason.ok ? t('summary.for') : t('summary.against')}{' '}
            </span>
            {reason.text}
          </span>
        </li>
      ))}
    </ul>
  );
}
