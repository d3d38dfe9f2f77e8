import { useQuery } from '@apollo/client/react';
import { Alert, Checkbox, FormGroup } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  DiskMoveChoiceDocument,
  type DiskMoveChoiceQuery,
  MoveVmToDatastoreDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { diskQuantity, quantityText } from '../../../components/byte-size.ts';
import { titleOf } from '../../../components/fault-words.ts';
import { PickOne } from '../../../components/PickList.tsx';
import { ReasonList } from '../../../components/ReasonList.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { limitFault } from '../migration/migrate-form.ts';
import { DiskFormDialog } from './DiskFormDialog.tsx';
import { useDiskRequest } from './use-disk-request.ts';

type Disk = VmDetailFieldsFragment['disks'][number];
type MoveChoice = DiskMoveChoiceQuery['diskMoveChoice'];

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
  const { send, sending, fault } = useDiskRequest(MoveVmToDatastoreDocument);
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
    const bandwidthMiBps = limit.trim() === '' ? null : Number(limit);
    if (!(await send({ id: vm.id, datastoreId, diskIds, bandwidthMiBps }))) onClose();
  };
  return (
    <DiskFormDialog
      title={t('move.title', { name: vm.name })}
      text={choice?.live ? t('move.text.live') : t('move.text.off')}
      submit={t('move.submit')}
      sending={sending}
      blocked={choice?.obstacle != null}
      fault={fault}
      focus="#move-datastore"
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {choice?.obstacle && (
        <Alert component="h3" isInline variant="warning" title={choice.obstacle} />
      )}
      {error && <p className="bd-field-fault">{titleOf(faultOf(error))}</p>}
      {vm.disks.length > 1 && <DiskPicks disks={vm.disks} left={left} onChange={setLeft} />}
      {tried && going.length === 0 && <p className="bd-field-fault">{t('move.disks.missing')}</p>}
      <TargetField choice={choice} value={datastoreId} onPick={setDatastoreId} />
      <TextField
        id="move-limit"
        label={t('migrate.bandwidth')}
        help={t('migrate.bandwidth.help')}
        inputMode="numeric"
        autoComplete="off"
        value={limit}
        fault={limitFault(limit)}
        onChange={setLimit}
      />
      {tried && !datastoreId && <p className="bd-field-fault">{t('move.datastore.missing')}</p>}
    </DiskFormDialog>
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

interface TargetFieldProps {
  readonly choice: MoveChoice | undefined;
  readonly value: string;
  readonly onPick: (id: string) => void;
}

function TargetField({ choice, value, onPick }: TargetFieldProps) {
  const candidates = choice?.candidates ?? [];
  const chosen = candidates.find(({ datastore }) => datastore.id === value);
  const none = choice && !candidates.some(({ accepted }) => accepted);
  return (
    <FormGroup label={t('move.datastore')} fieldId="move-datastore">
      <PickOne
        id="move-datastore"
        fullWidth
        label={t('move.datastore')}
        value={value}
        choices={[
          { value: '', label: t('move.datastore.pick') },
          ...candidates.map(({ datastore, accepted, freeAfterGiB }) => ({
            value: datastore.id,
            label: datastore.name,
            description: accepted
              ? t('move.after', { free: freeAfterGiB ?? '?' })
              : t('move.refused'),
          })),
        ]}
        onPick={onPick}
      />
      <div aria-live="polite" aria-busy={!choice}>
        {none && <p className="bd-field-fault">{t('move.none')}</p>}
        {chosen && <ReasonList reasons={chosen.reasons} />}
      </div>
    </FormGroup>
  );
}
