import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import CheckCircleIcon from '@patternfly/react-icons/dist/esm/icons/check-circle-icon';
import {
  LeakReportDocument,
  type LeakReportQuery,
  type LeakRowFragment,
  RepairUpdatedDocument,
} from '../../api/generated/graphql.ts';
import { AsideFileList } from '../../charts/AsideFileList.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { FaultView } from '../../components/FaultView.tsx';
import { formatExact } from '../../components/moments.ts';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { plural, t } from '../../messages/message.ts';
import { HealthFrame } from './HealthFrame.tsx';
import { LeakGroup } from './LeakGroup.tsx';
import { type Repairs, useRepairs } from './use-repairs.ts';

type Report = LeakReportQuery['leakReport'];

/** What database, hosts and datastores disagree on, compared when the page is opened. */
export function Component() {
  const { data, error, loading, refetch } = useQuery(LeakReportDocument, {
    fetchPolicy: 'network-only',
    notifyOnNetworkStatusChange: true,
  });
  const repairs = useRepairs();
  const look = () => refetch().catch(() => undefined);
  const again = () => void look();
  const report = data?.leakReport;
  return (
    <HealthFrame>
      <div className="bd-toolbar">
        <p role="status" className="bd-subtle">
          {loading ? t('leaks.checking') : report && <Summary report={report} />}
        </p>
        <span className="bd-toolbar-space" />
        <Button variant="secondary" isLoading={loading} isDisabled={loading} onClick={again}>
          {t('leaks.again')}
        </Button>
      </div>
      {error && !loading && <FaultView error={error} what={t('leaks.error')} onRetry={again} />}
      {!report && loading && <Skeleton />}
      {report && !error && <Findings report={report} repairs={repairs} />}
      <AsideFileList />
      {[...repairs.running].map(([finding, task]) => (
        <RepairWatch
          key={task}
          taskId={task}
          // Not offered once more before the next look has told whether it is gone.
          onEnd={() => void look().then(() => repairs.ended(finding))}
        />
      ))}
    </HealthFrame>
  );
}

function Summary({ report }: { report: Report }) {
  const { checked, checkedAt, findings } = report;
  const { vms, domains, hosts, files, datastores } = checked;
  return (
    <>
      {findings.length > 0 && (
        <strong>{plural(findings.length, 'leaks.some.one', 'leaks.some.other')}. </strong>
      )}
      {t('leaks.compared', { vms, domains, hosts, files, datastores })}{' '}
      <RelativeTime at={checkedAt} />
    </>
  );
}

function Findings({ report, repairs }: { report: Report; repairs: Repairs }) {
  if (report.findings.length === 0)
    return (
      <EmptyFrame
        icon={<CheckCircleIcon />}
        title={t('leaks.empty')}
        text={t('leaks.empty.text', { at: formatExact(report.checkedAt) })}
      />
    );
  const kinds = Map.groupBy(report.findings, ({ kind }: LeakRowFragment) => kind);
  return [...kinds].map(([kind, findings]) => (
    <LeakGroup key={kind} findings={findings} repairs={repairs} />
  ));
}

/** Follows a repair to its end. */
function RepairWatch({ taskId, onEnd }: { taskId: string; onEnd: () => void }) {
  useSubscription(RepairUpdatedDocument, {
    variables: { id: taskId },
    ignoreResults: true,
    onComplete: onEnd,
  });
  return null;
}

function Skeleton() {
  return (
    <div aria-busy="true">
      <span className="bd-skeleton" />
      <span className="bd-skeleton" />
      <span className="bd-skeleton" />
    </div>
  );
}
