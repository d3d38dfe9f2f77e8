import { Link } from 'react-router';
import type { VmRowFragment } from '../../api/generated/graphql.ts';
import { CpuSpark } from '../../charts/CpuSpark.tsx';
import { Absent, Amount } from '../../components/Amount.tsx';
import { diskQuantity, ramQuantity } from '../../components/byte-size.ts';
import { CopyText } from '../../components/CopyText.tsx';
import type { Column } from '../../components/DataTable.tsx';
import { Glow } from '../../components/Glow.tsx';
import { formatDay } from '../../components/moments.ts';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { VmBadges } from './VmBadges.tsx';
import { StateAge, VmState } from './VmState.tsx';
import { vmState } from './vm-words.ts';
import './vm-columns.css';

/** Every column the list can show, in order; the first is always there. */
export const vmColumns: readonly Column<VmRowFragment>[] = [
  {
    key: 'name',
    label: t('vm.column.name'),
    sort: 'NAME',
    width: 'l',
    cell: (vm) => (
      <>
        <Link className="bd-link bd-vm-name" to={paths.vm(vm.id)} title={vm.name}>
          {vm.name}
        </Link>{' '}
        <VmBadges vm={vm} />
      </>
    ),
  },
  {
    key: 'state',
    label: t('vm.column.state'),
    sort: 'STATUS',
    width: 'xl',
    cell: (vm) => <StateCell vm={vm} />,
  },
  {
    key: 'cpu',
    label: t('charts.column'),
    width: 'm',
    cell: (vm) => <CpuSpark id={vm.id} running={vm.status === 'RUNNING'} />,
  },
  {
    key: 'ip',
    label: t('vm.column.ip'),
    sort: 'IP',
    width: 'm',
    cell: (vm) => (
      <Glow of={vm.privateIp}>
        {vm.privateIp ? <CopyText text={vm.privateIp} what={t('vm.column.ip')} /> : <Absent />}
      </Glow>
    ),
  },
  {
    key: 'owner',
    label: t('vm.column.owner'),
    sort: 'OWNER',
    cell: (vm) => <span title={vm.owner.name}>{vm.owner.username}</span>,
  },
  {
    key: 'host',
    label: t('vm.column.host'),
    sort: 'HOST',
    cell: (vm) => <Glow of={vm.host?.id ?? null}>{vm.host?.name ?? <Absent />}</Glow>,
  },
  {
    key: 'vcpus',
    label: t('vm.column.vcpus'),
    sort: 'VCPUS',
    numeric: true,
    cell: (vm) => <Glow of={vm.vcpus}>{vm.vcpus}</Glow>,
  },
  {
    key: 'ram',
    label: t('vm.column.ram'),
    sort: 'RAM',
    numeric: true,
    cell: (vm) => (
      <Glow of={vm.ramMiB}>
        <Amount of={ramQuantity(vm.ramMiB)} />
      </Glow>
    ),
  },
  {
    key: 'disk',
    label: t('vm.column.disk'),
    numeric: true,
    cell: (vm) => <Amount of={diskQuantity(vm.diskGiB)} />,
  },
  {
    key: 'template',
    label: t('vm.column.template'),
    cell: (vm) => vm.template?.name ?? <Absent />,
  },
  {
    key: 'mac',
    label: t('vm.column.mac'),
    cell: (vm) => (vm.mac ? <CopyText text={vm.mac} what={t('vm.column.mac')} /> : <Absent />),
  },
  {
    key: 'expires',
    label: t('vm.column.expires'),
    sort: 'EXPIRES_AT',
    cell: (vm) => (vm.expiresAt ? formatDay(vm.expiresAt) : <Absent />),
  },
  {
    key: 'created',
    label: t('vm.column.created'),
    sort: 'CREATED_AT',
    cell: (vm) => <RelativeTime at={vm.createdAt} />,
  },
];

/** Shown until a person chooses otherwise. */
export const defaultColumns: readonly string[] = [
  'name',
  'state',
  'cpu',
  'ip',
  'owner',
  'host',
  'vcpus',
  'ram',
  'disk',
];

/** State and how long already; while work is under way, the work instead of the time. */
export function StateCell({ vm }: { vm: VmRowFragment }) {
  return (
    <Glow of={vmState(vm).word}>
      <span className="bd-state-cell">
        <VmState vm={vm} />
        {vm.activeTask ? <TaskCell vm={vm} /> : <StateAge vm={vm} />}
      </span>
    </Glow>
  );
}

/** The work under way on a VM, as a line with its message. */
function TaskCell({ vm }: { vm: VmRowFragment }) {
  const task = vm.activeTask;
  if (!task) return null;
  return (
    <Link
      to={paths.task(task.id)}
      className="bd-task-cell bd-quiet-link"
      title={task.message ?? ''}
    >
      <span className="bd-task-cell-text">{task.message ?? task.title}</span>
      <ProgressLine percent={task.progress} label={task.title} />
    </Link>
  );
}
