import { useQuery, useSubscription } from '@apollo/client/react';
import { SearchInput } from '@patternfly/react-core';
import TrashIcon from '@patternfly/react-icons/dist/esm/icons/trash-icon';
import { useState } from 'react';
import {
  DeletedVmsDocument,
  type DeletedVmsQuery,
  VmRemovedDocument,
  VmUpdatedDocument,
} from '../../../api/generated/graphql.ts';
import { ActionMenu } from '../../../components/ActionMenu.tsx';
import { Amount } from '../../../components/Amount.tsx';
import { diskQuantity, ramQuantity } from '../../../components/byte-size.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { formatDay } from '../../../components/moments.ts';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { useCursorPages } from '../../../components/use-cursor-pages.ts';
import { useDebounced } from '../../../components/use-debounced.ts';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { useDeletedActions } from './use-deleted-actions.tsx';

type DeletedVm = DeletedVmsQuery['deletedVms']['nodes'][number];
const pageSize = 50;

/** VMs that were deleted and can still be restored. */
export function Component() {
  const [text, setText] = useState('');
  const search = useDebounced(text.trim(), 250);
  const pages = useCursorPages(pageSize);
  const { data, previousData, error, refetch } = useQuery(DeletedVmsDocument, {
    variables: { first: pageSize, search, ...(pages.after && { after: pages.after }) },
  });
  const again = () => void refetch().catch(() => undefined);
  const refresh = useSoon(refetch);
  // A VM that is deleted leaves the others' list, one that is restored enters it.
  useSubscription(VmRemovedDocument, { ignoreResults: true, onData: refresh });
  useSubscription(VmUpdatedDocument, { ignoreResults: true, onData: refresh });
  const actions = useDeletedActions(again);
  const list = (data ?? previousData)?.deletedVms;
  const end = list?.pageInfo.endCursor;
  return (
    <>
      <PageHeader title={t('deleted.title')} crumb={{ label: t('vms.title'), to: paths.vms() }} />
      <search className="bd-toolbar">
        <SearchInput
          className="bd-search"
          aria-label={t('deleted.search')}
          placeholder={t('deleted.search')}
          value={text}
          onChange={(_event, next) => {
            setText(next);
            pages.reset();
          }}
          onClear={() => setText('')}
        />
        <span className="bd-toolbar-space" />
        <Pager
          from={pages.from}
          shown={list?.nodes.length ?? 0}
          total={list?.totalCount}
          onNext={list?.pageInfo.hasNextPage && end ? () => pages.next(end) : undefined}
          onPrevious={pages.previous}
        />
      </search>
      <DataTable
        label={t('deleted.title')}
        columns={columns}
        rows={list?.nodes}
        rowKey={(vm) => vm.id}
        rowName={(vm) => vm.name}
        rowActions={(vm) => <RowMenu vm={vm} actions={actions} />}
        skeletonRows={4}
        error={error}
        errorTitle={t('deleted.error')}
        onRetry={again}
        empty={
          <EmptyFrame
            icon={<TrashIcon />}
            title={search ? t('vms.noMatch') : t('deleted.empty')}
            text={search ? t('deleted.noMatch.text') : t('deleted.empty.text')}
          />
        }
      />
      {actions.dialog}
    </>
  );
}

function RowMenu({
  vm,
  actions,
}: {
  vm: DeletedVm;
  actions: ReturnType<typeof useDeletedActions>;
}) {
  const reason = vm.restorable ? undefined : (vm.reason ?? t('vm.action.forbidden'));
  return (
    <ActionMenu
      label={t('vm.actions', { name: vm.name })}
      items={[
        {
          key: 'restore',
          label: t('deleted.restore'),
          reason,
          onSelect: () => void actions.restore(vm),
        },
        {
          key: 'remove',
          label: t('deleted.remove'),
          danger: true,
          reason,
          onSelect: () => actions.askRemove(vm),
        },
      ]}
    />
  );
}

const columns: readonly Column<DeletedVm>[] = [
  { key: 'name', label: t('vm.column.name'), width: 'l', cell: (vm) => vm.name },
  {
    key: 'owner',
    label: t('vm.column.owner'),
    cell: (vm) => <span title={vm.owner.name}>{vm.owner.username}</span>,
  },
  { key: 'vcpus', label: t('vm.column.vcpus'), numeric: true, cell: (vm) => vm.vcpus },
  {
    key: 'ram',
    label: t('vm.column.ram'),
    numeric: true,
    cell: (vm) => <Amount of={ramQuantity(vm.ramMiB)} />,
  },
  {
    key: 'disk',
    label: t('vm.column.disk'),
    numeric: true,
    cell: (vm) => <Amount of={diskQuantity(vm.diskGiB)} />,
  },
  {
    key: 'deleted',
    label: t('deleted.at'),
    cell: (vm) => <RelativeTime at={vm.deletedAt} />,
  },
  { key: 'purge', label: t('deleted.until'), cell: (vm) => formatDay(vm.purgeAt) },
];
