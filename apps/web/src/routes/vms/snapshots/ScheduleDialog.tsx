import { useMutation } from '@apollo/client/react';
import { Checkbox, FormGroup, NumberInput, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  type ScheduleRowFragment,
  SetSnapshotScheduleDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { t } from '../../../messages/message.ts';
import { showNote } from '../../../shell/toast-store.ts';
import {
  draftOf,
  inputOf,
  type KindDraft,
  type ScheduleDraft,
  type ScheduledKind,
  scheduledKinds,
} from './schedule-draft.ts';

interface ScheduleDialogProps {
  readonly vm: VmDetailFieldsFragment;
  readonly schedules: readonly ScheduleRowFragment[];
  readonly onClose: () => void;
}

/** Edits when snapshots are taken by themselves, and how many of each kind are kept. */
export function ScheduleDialog({ vm, schedules, onClose }: ScheduleDialogProps) {
  const [before] = useState(() => draftOf(schedules));
  const [draft, setDraft] = useState<ScheduleDraft>(before);
  const [save, { error, loading }] = useMutation(SetSnapshotScheduleDocument);
  const submit = async (): Promise<void> => {
    try {
      await save({ variables: { input: inputOf(vm.id, before, draft) } });
      showNote(t('schedule.saved', { name: vm.name }));
      onClose();
    } catch {
      // The hook's own error is shown in the dialog.
    }
  };
  return (
    <FormDialog
      size="medium"
      title={t('schedule.dialog.title', { name: vm.name })}
      description={t('schedule.dialog.text')}
      fault={error && faultOf(error)}
      submit={t('schedule.dialog.submit')}
      busy={loading}
      onSubmit={submit}
      onClose={onClose}
    >
      {scheduledKinds.map((kind) => (
        <KindRow
          key={kind}
          kind={kind}
          draft={draft[kind]}
          onChange={(next) => setDraft((old) => ({ ...old, [kind]: { ...old[kind], ...next } }))}
        />
      ))}
    </FormDialog>
  );
}

interface KindRowProps {
  readonly kind: ScheduledKind;
  readonly draft: KindDraft;
  readonly onChange: (next: Partial<KindDraft>) => void;
}

function KindRow({ kind, draft, onChange }: KindRowProps) {
  const name = t(`snapshots.kind.${kind}`);
  const id = `schedule-${kind.toLowerCase()}`;
  return (
    <fieldset className="bd-schedule-kind">
      <Switch
        id={id}
        label={`${name} · ${t(`schedule.days.${kind}`)}`}
        aria-label={t('schedule.dialog.on', { kind: name })}
        isChecked={draft.on}
        onChange={(_event, on) => onChange({ on })}
      />
      {draft.on && (
        <div className="bd-schedule-numbers">
          <NumberField
            id={`${id}-keep`}
            label={t('schedule.dialog.keep')}
            of={name}
            value={draft.keep}
            range={[1, 31]}
            onChange={(keep) => onChange({ keep })}
          />
          <NumberField
            id={`${id}-hour`}
            label={t('schedule.dialog.hour')}
            of={name}
            value={draft.hour}
            range={[0, 23]}
            onChange={(hour) => onChange({ hour })}
          />
          <Checkbox
            id={`${id}-memory`}
            label={t('schedule.dialog.memory')}
            isChecked={draft.memory}
            onChange={(_event, memory) => onChange({ memory })}
          />
        </div>
      )}
    </fieldset>
  );
}

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  /** Whose number it is, for those who do not see the row. */
  readonly of: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly onChange: (value: number) => void;
}

function NumberField({ id, label, of, value, range: [min, max], onChange }: NumberFieldProps) {
  const set = (next: number) => {
    if (!Number.isNaN(next)) onChange(Math.min(max, Math.max(min, Math.round(next))));
  };
  return (
    <FormGroup label={label} fieldId={id}>
      <NumberInput
        inputProps={{ id }}
        inputAriaLabel={`${of}: ${label}`}
        minusBtnAriaLabel={`${of}: ${label} −`}
        plusBtnAriaLabel={`${of}: ${label} +`}
        value={value}
        min={min}
        max={max}
        widthChars={2}
        onMinus={() => set(value - 1)}
        onPlus={() => set(value + 1)}
        onChange={(event) => set(Number(event.currentTarget.value))}
      />
    </FormGroup>
  );
}
