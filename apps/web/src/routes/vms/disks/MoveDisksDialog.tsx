import { useQuery } from '@apollo/client/react';
import { Alert, Checkbox, FormGroup } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  DiskMoveChoiceDocument,
  MoveVmToDatastoreDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { diskQuantity, quantityText } from '../../../components/byte-size.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { titleOf } from '../../../components/fault-words.ts';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { BandwidthField } from '../migration/BandwidthField.tsx';
import { limitFault, limitOf } from '../migration/migrate-form.ts';
import { DatastorePick } from './DatastorePick.tsx';

type Disk = VmDetailFieldsFragment['disks'][number];

interface MoveDisksDialogProps {
  readonly vm: Pick<VmDetailFieldsFragment, 'id' | 'name' | 'disks'>;
  readonly onClose: () => void;
}

/** Asks which disks go to which datastore; says how, and why not. */
export function MoveDisksDialog({ vm, onClose }: MoveDisksDialogProps) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [datastoreId, setDatastoreId] = useState('');
  const [limit, setLimit] = useState('');
  const [tried, setTried] = useState(false);
  const { send, busy, fault } = useTaskRequest(MoveVmToDatastoreDocument);
  const going = vm.disks.filter(({ id }) => !left.has(id));
  const diskIds = left.size > 0 ? going.map(({ id }) => id) : null;
  const { data, previousData, error } = useQuery(DiskMoveChoiceDocument, {
    variables: { id: vm.id, diskIds },
    skip: going.length === 0,
    fetchPolicy: 'network-only',
  });
  const choice = (data ?? previousData)?.diskMoveChoice;
  const submit = async () => {
    setTried(true);
    if (!datastoreId || going.length === 0 || limitFault(limit)) return;
    const input = { id: vm.id, datastoreId, diskIds, bandwidthMiBps: limitOf(limit) };
    if (await send(input)) onClose();
  };
  return (
    <FormDialog
      title={t('move.title', { name: vm.name })}
      description={choice?.live ? t('move.text.live') : t('move.text.off')}
      submit={t('move.submit')}
      busy={busy}
      isDisabled={choice?.obstacle != null}
      fault={fault}
      focus="#move-datastore"
      onSubmit={submit}
      onClose={onClose}
    >
      {choice?.obstacle && (
        <Alert component="h3" isInline variant="warning" title={choice.obstacle} />
      )}
      {error && <p className="bd-field-fault">{titleOf(faultOf(error))}</p>}
      {vm.disks.length > 1 && <DiskPicks disks={vm.disks} left={left} onChange={setLeft} />}
      {tried && going.length === 0 && <p className="bd-field-fault">{t('move.disks.missing')}</p>}
      <DatastorePick
        id="move-datastore"
        candidates={choice?.candidates}
        first={t('move.datastore.pick')}
        value={datastoreId}
        told={choice?.candidates.find(({ datastore }) => datastore.id === datastoreId)}
        faults={[
          choice && !choice.candidates.some(({ accepted }) => accepted) && t('move.none'),
          tried && !datastoreId && t('move.datastore.missing'),
        ]}
        busy={!choice}
        onPick={setDatastoreId}
      />
      <BandwidthField id="move-limit" value={limit} onChange={setLimit} />
    </FormDialog>
  );
}

interface DiskPicksProps {
  readonly disks: readonly Disk[];
  /** Ids of those that stay. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

function DiskPicks({ disks, left, onChange }: DiskPicksProps) {
  const toggle = (id: string, goes: boolean) => {
    const others = [...left].filter((each) => each !== id);
    onChange(new Set(goes ? others : [...others, id]));
  };
  return (
    <FormGroup role="group" label={t('move.disks')} isStack>
      {disks.map(({ id, target, sizeGiB, datastore }) => (
        <Checkbox
          key={id}
          id={`move-${target}`}
          label={t('move.disk', {
            ...{ target, datastore: datastore.name },
            size: quantityText(diskQuantity(sizeGiB)),
          })}
          isChecked={!left.has(id)}
          onChange={(_event, goes) => toggle(id, goes)}
        />
      ))}
    </FormGroup>
  );
}
