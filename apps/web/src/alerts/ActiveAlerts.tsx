import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button, Label } from '@patternfly/react-core';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import ExclamationTriangleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-triangle-icon';
import { Link } from 'react-router';
import { faultOf } from '../api/api-fault.ts';
import {
  AcknowledgeAlertDocument,
  ActiveAlertsDocument,
  type AlertFieldsFragment,
  AlertUpdatedDocument,
} from '../api/generated/graphql.ts';
import { FaultView } from '../components/FaultView.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { useSoon } from '../components/use-soon.ts';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { showFault } from '../shell/toast-store.ts';
import '../routes/overview/CloudOverview.css';

/** Where an alert's object is. */
function subjectPath({ subjectKind, subjectId }: AlertFieldsFragment): string {
  if (subjectKind === 'VM') return paths.vmTab(subjectId, 'charts');
  return subjectKind === 'HOST' ? paths.host(subjectId) : paths.datastores();
}

/** How bad it is, as a word with a shape. */
export function SeverityLabel({ severity }: Pick<AlertFieldsFragment, 'severity'>) {
  const critical = severity === 'CRITICAL';
  return (
    <Label
      variant="outline"
      status={critical ? 'danger' : 'warning'}
      icon={critical ? <ExclamationCircleIcon /> : <ExclamationTriangleIcon />}
    >
      {t(critical ? 'alerts.critical' : 'alerts.warning')}
    </Label>
  );
}

interface ActiveAlertsProps {
  /** Said while there is none. */
  readonly quiet: string;
  /** How many are shown, when not all; the others are behind a link. */
  readonly most?: number;
  /** Told when one changes. */
  readonly onChange?: () => void;
}

/** The alerts that last, kept true by subscription. */
export function ActiveAlerts({
  quiet,
  most = Number.POSITIVE_INFINITY,
  onChange,
}: ActiveAlertsProps) {
  const { data, error, refetch } = useQuery(ActiveAlertsDocument);
  const again = () => void refetch().catch(() => undefined);
  const refresh = useSoon(refetch);
  useSubscription(AlertUpdatedDocument, {
    ignoreResults: true,
    onData: () => {
      refresh();
      onChange?.();
    },
  });
  if (!data && error) return <FaultView error={error} what={t('alerts.error')} onRetry={again} />;
  if (!data) return <span className="bd-skeleton" />;
  if (data.alerts.length === 0) return quiet ? <p className="bd-subtle">{quiet}</p> : null;
  return (
    <ul className="bd-plain-list" aria-label={t('alerts.active')}>
      {data.alerts.slice(0, most).map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
      {data.alerts.length > most && (
        <li>
          <Link className="bd-link" to={paths.alerts()}>
            {t('alerts.more', { count: data.alerts.length - most })}
          </Link>
        </li>
      )}
    </ul>
  );
}

function AlertLine({ alert }: { alert: AlertFieldsFragment }) {
  const [acknowledge, { loading }] = useMutation(AcknowledgeAlertDocument);
  const see = async (): Promise<void> => {
    try {
      await acknowledge({ variables: { input: { id: alert.id } } });
    } catch (error) {
      showFault(t('alerts.acknowledgeFailed'), faultOf(error));
    }
  };
  return (
    <li className="bd-alert-line">
      <SeverityLabel severity={alert.severity} />
      <Link className="bd-link" to={subjectPath(alert)}>
        {alert.subjectName}
      </Link>
      <span className="bd-plain-text" title={`${alert.ruleName}: ${alert.message}`}>
        {alert.ruleName}: {alert.message}{' '}
        <span className="bd-subtle">
          <RelativeTime at={alert.raisedAt} />
        </span>
      </span>
      {alert.acknowledgedAt ? (
        <span className="bd-subtle">{t('alerts.acknowledged')}</span>
      ) : (
        <Button variant="link" isInline isDisabled={loading} onClick={() => void see()}>
          {t('alerts.acknowledge')}
        </Button>
      )}
    </li>
  );
}
