import { useQuery, useSubscription } from '@apollo/client/react';
import { Link } from 'react-router';
import { ActiveAlerts } from '../../alerts/ActiveAlerts.tsx';
import {
  CloudOverviewDocument,
  type CloudOverviewQuery,
  HostUpdatedDocument,
  RunningTasksDocument,
  VmUpdatedDocument,
} from '../../api/generated/graphql.ts';
import { TopVms } from '../../charts/TopVms.tsx';
import { Bar } from '../../components/Bar.tsx';
import {
  diskQuantity,
  type Quantity,
  quantityText,
  ramQuantity,
} from '../../components/byte-size.ts';
import { FaultView } from '../../components/FaultView.tsx';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { Section } from '../../components/Section.tsx';
import { useSoon } from '../../components/use-soon.ts';
import { plural, t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { HostState } from '../hosts/HostState.tsx';
import { VmState } from '../vms/VmState.tsx';
import './CloudOverview.css';

/** Capacity, what needs attention, and what runs now. */
export function CloudOverview() {
  const { data, error, refetch } = useQuery(CloudOverviewDocument);
  const again = () => void refetch().catch(() => undefined);
  const refresh = useSoon(refetch, 1000);
  useSubscription(HostUpdatedDocument, { ignoreResults: true, onData: refresh });
  useSubscription(VmUpdatedDocument, { ignoreResults: true, onData: refresh });
  if (!data && error) {
    return <FaultView error={error} what={t('overview.error')} onRetry={again} />;
  }
  return (
    <>
      <Section title={t('overview.capacity')}>
        <div className="bd-tiles-row" aria-busy={!data}>
          {data ? (
            <CapacityTiles data={data} />
          ) : (
            [0, 1, 2, 3].map((key) => (
              <div key={key} className="bd-figure">
                <span className="bd-skeleton" />
              </div>
            ))
          )}
        </div>
      </Section>
      <div className="bd-overview-columns">
        <Section title={t('overview.attention')}>
          <ActiveAlerts quiet={data && isWell(data) ? t('overview.allWell') : ''} most={8} />
          {data ? !isWell(data) && <Attention data={data} /> : <span className="bd-skeleton" />}
        </Section>
        <Section
          title={t('overview.running')}
          action={
            <Link className="bd-link" to={paths.tasks()}>
              {t('drawer.all')}
            </Link>
          }
        >
          <RunningTasks />
        </Section>
      </div>
      <TopVms />
    </>
  );
}

function CapacityTiles({ data }: { data: CloudOverviewQuery }) {
  const { capacity } = data;
  return (
    <>
      <Figure
        title={t('overview.cpus')}
        part={capacity.reservedCpus}
        total={capacity.vcpuLimit}
        format={(value) => ({ value: String(value), unit: t('vm.vcpuUnit') })}
        verb={t('overview.reserved')}
      />
      <Figure
        title={t('overview.ram')}
        part={capacity.reservedRamMiB}
        total={capacity.ramLimitMiB}
        format={ramQuantity}
        verb={t('overview.reserved')}
      />
      <Figure
        title={t('overview.disk')}
        part={capacity.usedDiskGiB}
        total={capacity.diskGiB}
        format={diskQuantity}
        verb={t('overview.used')}
      />
      <Figure
        title={t('nav.vms')}
        part={data.running.totalCount}
        total={data.all.totalCount}
        format={(value) => ({ value: String(value), unit: '' })}
        verb={t('overview.vmsRunning')}
        rest="overview.notRunning"
      />
    </>
  );
}

interface FigureProps {
  readonly title: string;
  readonly part: number;
  readonly total: number;
  readonly format: (value: number) => Quantity;
  readonly verb: string;
  /** How the rest is told. */
  readonly rest?: 'overview.free' | 'overview.notRunning';
}

const nearlyFull = 0.9;

function Figure({ title, part, total, format, verb, rest = 'overview.free' }: FigureProps) {
  const share = total > 0 ? part / total : 0;
  const now = format(part);
  const label = t('overview.bar', {
    title,
    part: quantityText(now),
    verb,
    total: quantityText(format(total)),
  });
  return (
    <div className="bd-figure">
      <span className="bd-subtle">{title}</span>
      <span className="bd-figure-now">
        {now.value}
        <span className="bd-subtle"> {now.unit}</span>
        <span className="bd-figure-verb bd-subtle">
          {t('overview.of', { verb, total: quantityText(format(total)).trim() })}
        </span>
      </span>
      <Bar
        parts={[
          { value: part, tone: share > nearlyFull && rest === 'overview.free' ? 'warn' : 'accent' },
        ]}
        total={total}
        label={label}
      />
      <span className="bd-subtle bd-figure-free">
        {t(rest, { free: quantityText(format(Math.max(0, total - part))).trim() })}
      </span>
    </div>
  );
}

const isWell = ({ hosts, crashed, unknown }: CloudOverviewQuery): boolean =>
  hosts.every(({ status }) => status === 'UP') && crashed.totalCount + unknown.totalCount === 0;

function Attention({ data }: { data: CloudOverviewQuery }) {
  const hosts = data.hosts.filter((host) => host.status !== 'UP');
  const { crashed, unknown } = data;
  const rest = crashed.totalCount - crashed.nodes.length;
  return (
    <ul className="bd-plain-list">
      {hosts.map((host) => (
        <li key={host.id}>
          <Link className="bd-link" to={paths.host(host.id)}>
            {host.name}
          </Link>
          <HostState host={host} />
          <span className="bd-subtle bd-plain-text">{host.statusReason}</span>
        </li>
      ))}
      {crashed.nodes.map((vm) => (
        <li key={vm.id}>
          <Link className="bd-link" to={paths.vm(vm.id)}>
            {vm.name}
          </Link>
          <VmState vm={vm} />
          <span className="bd-subtle bd-plain-text">{vm.statusReason}</span>
        </li>
      ))}
      {rest > 0 && (
        <li>
          <Link className="bd-link" to={paths.vms('?state=crashed')}>
            {t('overview.moreCrashed', { count: rest })}
          </Link>
        </li>
      )}
      {unknown.totalCount > 0 && (
        <li>
          <Link className="bd-link" to={paths.vms('?state=unknown')}>
            {plural(unknown.totalCount, 'overview.unknownOne', 'overview.unknown')}
          </Link>
        </li>
      )}
    </ul>
  );
}

function RunningTasks() {
  const { data } = useQuery(RunningTasksDocument);
  const tasks = data?.tasks.nodes.slice(0, 8);
  if (!tasks) return <span className="bd-skeleton" />;
  if (tasks.length === 0) return <p className="bd-subtle">{t('overview.noTasks')}</p>;
  return (
    <ul className="bd-plain-list">
      {tasks.map((task) => (
        <li key={task.id} className="bd-running-task">
          <Link className="bd-link" to={paths.task(task.id)}>
            {task.title}
          </Link>
          <span className="bd-subtle bd-plain-text">{task.message}</span>
          <ProgressLine percent={task.progress} label={task.title} />
        </li>
      ))}
    </ul>
  );
}
