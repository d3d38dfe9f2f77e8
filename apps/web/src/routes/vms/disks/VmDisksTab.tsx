import { ActionList, ActionListGroup, ActionListItem } from '@patternfly/react-core';
import { useState } from 'react';
import {
  FlattenDiskDocument,
  type VmAction,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { type ActionItem, ActionMenu } from '../../../components/ActionMenu.tsx';
import { CopyText } from '../../../components/CopyText.tsx';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { useVmPage } from '../VmPage.tsx';
import { AttachDiskDialog } from './AttachDiskDialog.tsx';
import { DetachDiskDialog } from './DetachDiskDialog.tsx';
import { fileColumns } from './file-columns.tsx';
import { KeptVolumes } from './KeptVolumes.tsx';
import { MoveDisksDialog } from './MoveDisksDialog.tsx';
import { ResizeDiskDialog } from './ResizeDiskDialog.tsx';

type Disk = VmDetailFieldsFragment['disks'][number];
type Open =
  | { readonly kind: 'attach' | 'move' }
  | { readonly kind: 'resize' | 'detach'; readonly disk: Disk };

/** The disks of a VM: where they are, how full, and what can be done with them. */
export function Component() {
  const { vm } = useVmPage();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const reasonAgainst = (action: VmAction): string | undefined => {
    const state = vm.actions.find((each) => each.action === action);
    return state?.allowed ? undefined : (state?.reason ?? t('vm.action.forbidden'));
  };
  const attachReason = reasonAgainst('ATTACH_DISK');
  const flatten = useFlatten();
  return (
    <>
      <Section
        title={t('disks.title')}
        action={
          <ActionList>
            <ActionListGroup>
              <ActionListItem>
                <ReasonedButton
                  variant="secondary"
                  reason={reasonAgainst('MOVE_DISKS')}
                  onClick={() => setOpen({ kind: 'move' })}
                >
                  {t('move.open')}
                </ReasonedButton>
              </ActionListItem>
              <ActionListItem>
                <ReasonedButton
                  variant="secondary"
                  reason={attachReason}
                  onClick={() => setOpen({ kind: 'attach' })}
                >
                  {t('disks.attach')}
                </ReasonedButton>
              </ActionListItem>
            </ActionListGroup>
          </ActionList>
        }
      >
        {attachReason && <p className="bd-subtle">{attachReason}</p>}
        <DataTable
          label={t('disks.title')}
          columns={columns}
          rows={vm.disks}
          rowKey={(disk) => disk.id}
          rowName={(disk) => disk.target}
          errorTitle={t('disks.error')}
          onRetry={() => undefined}
          empty={<p className="bd-subtle">{t('vm.disks.none')}</p>}
          rowActions={(disk) => (
            <ActionMenu
              label={t('disk.actions', { target: disk.target })}
              items={[
                ...actionsOf(disk, reasonAgainst, setOpen),
                flattenItem(disk, reasonAgainst, flatten),
              ].sort((a, b) => Number(a.danger ?? false) - Number(b.danger ?? false))}
            />
          )}
        />
      </Section>
      <KeptVolumes vm={vm} attachReason={attachReason} stamp={vm.activeTask?.id} />
      {open?.kind === 'attach' && <AttachDiskDialog vm={vm} onClose={close} />}
      {open?.kind === 'move' && <MoveDisksDialog vm={vm} onClose={close} />}
      {open?.kind === 'resize' && <ResizeDiskDialog disk={open.disk} onClose={close} />}
      {open?.kind === 'detach' && (
        <DetachDiskDialog vmName={vm.name} disk={open.disk} onClose={close} />
      )}
    </>
  );
}

function actionsOf(
  disk: Disk,
  reasonAgainst: (action: VmAction) => string | undefined,
  setOpen: (open: Open) => void,
): ActionItem[] {
  return [
    {
      key: 'resize',
      label: t('disk.resize'),
      reason: reasonAgainst('RESIZE_DISK'),
      onSelect: () => setOpen({ kind: 'resize', disk }),
    },
    {
      key: 'detach',
      label: t('vm.action.detachDisk'),
      danger: true,
      reason: disk.root ? t('disk.root.note') : reasonAgainst('DETACH_DISK'),
      onSelect: () => setOpen({ kind: 'detach', disk }),
    },
  ];
}

/** Asks for a disk to depend on its template no more; a toast follows the task. */
function useFlatten() {
  const { send } = useTaskRequest(FlattenDiskDocument);
  return ({ id, target }: Disk) => send({ id }, t('disk.flatten.failed', { target }));
}

function flattenItem(
  disk: Disk,
  reasonAgainst: (action: VmAction) => string | undefined,
  flatten: (disk: Disk) => Promise<boolean>,
): ActionItem {
  return {
    key: 'flatten',
    label: t('disk.flatten'),
    reason: disk.flat ? t('disk.flatten.already') : reasonAgainst('FLATTEN_DISK'),
    onSelect: () => void flatten(disk),
  };
}

const columns: readonly Column<Disk>[] = [
  {
    key: 'target',
    label: t('disk.target'),
    cell: (disk) => (
      <>
        <span className="bd-mono">{disk.target}</span>
        {disk.root && <span className="bd-subtle"> {t('disk.root')}</span>}
      </>
    ),
  },
  { key: 'datastore', label: t('disk.datastore'), cell: ({ datastore }) => datastore.name },
  {
    key: 'path',
    label: t('disk.path'),
    cell: ({ path, target }) => <CopyText text={path} what={t('disk.copyPath', { target })} />,
  },
  ...fileColumns,
];
