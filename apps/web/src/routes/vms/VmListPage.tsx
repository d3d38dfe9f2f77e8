import { useQuery } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import VirtualMachineIcon from '@patternfly/react-icons/dist/esm/icons/virtual-machine-icon';
import { useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { VmListDocument, type VmOrderField } from '../../api/generated/graphql.ts';
import { SparkContext, useSparks } from '../../charts/CpuSpark.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { useKeptChoice } from '../../components/kept-choice.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Pager } from '../../components/Pager.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { BulkBar } from './BulkBar.tsx';
import { useLiveVms } from './use-live-vms.ts';
import { useSelection } from './use-selection.ts';
import { useVmActions } from './use-vm-actions.tsx';
import { VmActionMenu } from './VmActionMenu.tsx';
import { VmCard } from './VmCard.tsx';
import { ListFault, VmChips, VmToolbar } from './VmToolbar.tsx';
import { defaultColumns, vmColumns } from './vm-columns.tsx';
import {
  formatVmListParams,
  isFiltered,
  parseVmListParams,
  type VmListParams,
  vmFilterOf,
} from './vm-list-params.ts';

const pageSize = 50;

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

/** The list of VMs: found, filtered and sorted by the server, kept true by subscription. */
export function Component() {
  const [query, setQuery] = useSearchParams();
  const params = useMemo(() => parseVmListParams(query), [query]);
  const change = (next: Partial<VmListParams>) =>
    // Whatever narrows or sorts starts at the first page again.
    setQuery(formatVmListParams({ ...params, after: null, page: 1, ...next }), { replace: true });
  const [shownColumns, setShownColumns] = useKeptChoice(
    'baadal.vms.columns',
    defaultColumns,
    isStrings,
  );
  const { list, error, refetch } = useVmPage(params);
  const rows = list?.nodes;
  const sparks = useSparks(
    shownColumns.includes('cpu')
      ? (rows ?? []).filter((vm) => vm.status === 'RUNNING').map((vm) => vm.id)
      : [],
  );
  const selection = useSelection(rows);
  const actions = useVmActions();
  const columns = vmColumns.filter(
    (each) => each.key === 'name' || shownColumns.includes(each.key),
  );
  return (
    <>
      <PageHeader title={t('vms.title')} actions={<ListLinks />} />
      {selection.picked.length > 0 ? (
        <BulkBar vms={selection.picked} onClear={selection.clear} onAction={actions.run} />
      ) : (
        <VmToolbar
          params={params}
          onChange={change}
          columns={shownColumns}
          onColumns={setShownColumns}
          pager={<VmPager params={params} list={list} />}
        />
      )}
      <VmChips params={params} rows={rows} onChange={change} />
      {rows && error && <ListFault error={error} onRetry={refetch} />}
      <SparkContext value={sparks}>
        <DataTable
          label={t('vms.title')}
          columns={columns}
          rows={rows}
          rowKey={(vm) => vm.id}
          rowName={(vm) => vm.name}
          href={(vm) => paths.vm(vm.id)}
          selection={selection.forTable}
          sorting={{
            field: params.sort,
            direction: params.direction,
            onSort: (sort, direction) => change({ sort: sort as VmOrderField, direction }),
          }}
          rowActions={(vm) => (
            <VmActionMenu vm={vm} onAction={(action) => actions.run(action, vm)} />
          )}
          card={(vm) => (
            <VmCard
              vm={vm}
              pending={actions.pending.has(vm.id)}
              onAction={(action) => actions.run(action, vm)}
            />
          )}
          error={error}
          errorTitle={t('vms.error')}
          onRetry={refetch}
          empty={<NoVms params={params} onClear={() => setQuery({}, { replace: true })} />}
        />
      </SparkContext>
      {actions.dialog}
    </>
  );
}

function useVmPage(params: VmListParams) {
  const { data, previousData, error, refetch } = useQuery(VmListDocument, {
    variables: {
      filter: vmFilterOf(params),
      orderBy: { field: params.sort, direction: params.direction },
      first: pageSize,
      ...(params.after !== null && { after: params.after }),
    },
  });
  const list = (data ?? previousData)?.vms;
  const shown = useMemo(() => new Set(list?.nodes.map((vm) => vm.id)), [list]);
  const again = () => void refetch().catch(() => undefined);
  useLiveVms({
    shown,
    ordered: isFiltered(params) || params.sort === 'STATUS',
    refetch,
  });
  return { list, error, refetch: again } as const;
}

type VmPage = ReturnType<typeof useVmPage>['list'];

function VmPager({ params, list }: { params: VmListParams; list: VmPage }) {
  const navigate = useNavigate();
  const to = (next: Partial<VmListParams>) =>
    void navigate(`?${formatVmListParams({ ...params, ...next })}`);
  const end = list?.pageInfo.endCursor;
  return (
    <Pager
      from={(params.page - 1) * pageSize + 1}
      shown={list?.nodes.length ?? 0}
      total={list?.totalCount}
      onNext={
        list?.pageInfo.hasNextPage && end
          ? () => to({ after: end, page: params.page + 1 })
          : undefined
      }
      // Cursors only lead forward; the page before is the browser's own step back, and for a
      // link opened in the middle it is the first page.
      onPrevious={
        params.page > 1
          ? () => (params.page === 2 ? to({ after: null, page: 1 }) : void navigate(-1))
          : undefined
      }
    />
  );
}

function ListLinks() {
  return (
    <>
      <Link className="bd-link" to={paths.deletedVms()}>
        {t('deleted.link')}
      </Link>
      <NewVmButton />
    </>
  );
}

function NewVmButton() {
  return (
    <Link to={paths.newVm()} className="pf-v6-c-button pf-m-primary">
      {t('vms.new')}
    </Link>
  );
}

function NoVms({ params, onClear }: { params: VmListParams; onClear: () => void }) {
  if (isFiltered(params)) {
    return (
      <EmptyFrame
        icon={<VirtualMachineIcon />}
        title={t('vms.noMatch')}
        text={t('vms.noMatch.text')}
        action={
          <Button variant="secondary" onClick={onClear}>
            {t('filter.clear')}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyFrame
      icon={<VirtualMachineIcon />}
      title={t('vms.empty')}
      text={t('vms.empty.text')}
      action={<NewVmButton />}
    />
  );
}
