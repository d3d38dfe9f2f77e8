import { useMutation } from '@apollo/client/react';
import {
  Alert,
  Button,
  Checkbox,
  Form,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  NumberInput,
  Switch,
} from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  type ScheduleRowFragment,
  SetSnapshotScheduleDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { remedyOf, titleOf } from '../../../components/fault-words.ts';
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
  const fault = error && faultOf(error);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await save({ variables: { input: inputOf(vm.id, before, draft) } });
      showNote(t('schedule.saved', { name: vm.name }));
      onClose();
    } catch {
      // The hook's own error is shown in the dialog.
    }
  };
  return (
    <Modal isOpen variant="medium" aria-labelledby="schedule-title" onClose={onClose}>
      <ModalHeader
        title={t('schedule.dialog.title', { name: vm.name })}
        labelId="schedule-title"
        description={t('schedule.dialog.text')}
      />
      <ModalBody>
        <Form id="schedule-form" onSubmit={(event) => void submit(event)}>
          {fault && (
            <Alert isInline variant="danger" title={titleOf(fault)}>
              {fault.fields.map((each) => each.message).join(' ') || remedyOf(fault)}
            </Alert>
          )}
          {scheduledKinds.map((kind) => (
            <KindRow
              key={kind}
              kind={kind}
              draft={draft[kind]}
              onChange={(next) =>
                setDraft((old) => ({ ...old, [kind]: { ...old[kind], ...next } }))
              }
            />
          ))}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="schedule-form" isLoading={loading} isDisabled={loading}>
          {t('schedule.dialog.submit')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
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
