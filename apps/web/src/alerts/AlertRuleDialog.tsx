import { useMutation } from '@apollo/client/react';
import {
  Alert,
  Button,
  Form,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useId, useState } from 'react';
import { faultOf } from '../api/api-fault.ts';
import {
  type AlertComparison,
  type AlertRuleFieldsFragment,
  type AlertSeverity,
  type AlertSubjectKind,
  CreateAlertRuleDocument,
  EditAlertRuleDocument,
} from '../api/generated/graphql.ts';
import { PickOne } from '../components/PickList.tsx';
import { t } from '../messages/message.ts';
import { figureUnits, figureWord } from './alert-figures.ts';

interface Props {
  /** Null: a new one. */
  readonly rule: AlertRuleFieldsFragment | null;
  readonly onClose: () => void;
}

interface Draft {
  readonly name: string;
  readonly subjectKind: AlertSubjectKind;
  readonly figure: string;
  readonly comparison: AlertComparison;
  readonly threshold: string;
  readonly clearAt: string;
  readonly forSeconds: string;
  readonly severity: AlertSeverity;
}

const fresh: Draft = {
  ...{ name: '', subjectKind: 'VM', figure: 'cpu', comparison: 'ABOVE', threshold: '90' },
  ...{ clearAt: '80', forSeconds: '300', severity: 'WARNING' },
};

const draftOf = (rule: AlertRuleFieldsFragment): Draft => ({
  ...rule,
  threshold: String(rule.threshold),
  clearAt: String(rule.clearAt),
  forSeconds: String(rule.forSeconds),
});

/** Makes a rule, or changes one. */
export function AlertRuleDialog({ rule, onClose }: Props) {
  const id = useId();
  const [draft, setDraft] = useState(rule ? draftOf(rule) : fresh);
  const [fault, setFault] = useState<string | null>(null);
  const [create, creating] = useMutation(CreateAlertRuleDocument);
  const [edit, editing] = useMutation(EditAlertRuleDocument);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = async (): Promise<void> => {
    const { name, severity } = draft;
    const numbers = {
      threshold: Number(draft.threshold),
      clearAt: Number(draft.clearAt),
      forSeconds: Math.round(Number(draft.forSeconds)),
    };
    const { subjectKind, figure, comparison } = draft;
    try {
      const terms = { name, severity, ...numbers };
      if (rule) await edit({ variables: { input: { id: rule.id, ...terms } } });
      else await create({ variables: { input: { ...terms, subjectKind, figure, comparison } } });
      onClose();
    } catch (error) {
      setFault(faultOf(error).message);
    }
  };
  return (
    <Modal isOpen variant="small" aria-labelledby={`${id}-title`} onClose={onClose}>
      <ModalHeader title={t(rule ? 'alerts.editRule' : 'alerts.newRule')} labelId={`${id}-title`} />
      <ModalBody>
        <Form
          id={`${id}-form`}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          {fault && <Alert component="p" isInline variant="danger" title={fault} />}
          <Field
            id={`${id}-name`}
            label={t('alerts.name')}
            value={draft.name}
            onChange={(name) => set({ name })}
          />
          {!rule && <FigureFields draft={draft} set={set} />}
          <Field
            id={`${id}-threshold`}
            label={t('alerts.threshold', {
              unit: figureUnits[draft.subjectKind][draft.figure] ?? '',
            })}
            value={draft.threshold}
            onChange={(threshold) => set({ threshold })}
          />
          <Field
            id={`${id}-clear`}
            label={t('alerts.clearAt')}
            value={draft.clearAt}
            onChange={(clearAt) => set({ clearAt })}
          />
          <Field
            id={`${id}-for`}
            label={t('alerts.forSeconds')}
            value={draft.forSeconds}
            onChange={(forSeconds) => set({ forSeconds })}
          />
          <FormGroup label={t('alerts.severity')} role="group">
            <PickOne
              label={t('alerts.severity')}
              value={draft.severity}
              choices={[
                { value: 'WARNING', label: t('alerts.warning') },
                { value: 'CRITICAL', label: t('alerts.critical') },
              ]}
              onPick={(severity) => set({ severity })}
            />
          </FormGroup>
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form={`${id}-form`} isLoading={creating.loading || editing.loading}>
          {t('alerts.save')}
        </Button>
        <Button variant="secondary" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function FigureFields({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const figures = Object.keys(figureUnits[draft.subjectKind]);
  return (
    <>
      <FormGroup label={t('alerts.subject')} role="group">
        <PickOne
          label={t('alerts.subject')}
          value={draft.subjectKind}
          choices={[
            { value: 'VM', label: t('alerts.eachVm') },
            { value: 'HOST', label: t('alerts.eachHost') },
            { value: 'DATASTORE', label: t('alerts.eachDatastore') },
          ]}
          onPick={(subjectKind) =>
            set({ subjectKind, figure: Object.keys(figureUnits[subjectKind])[0] ?? '' })
          }
        />
      </FormGroup>
      <FormGroup label={t('alerts.figure')} role="group">
        <PickOne
          label={t('alerts.figure')}
          value={draft.figure}
          choices={figures.map((value) => ({
            value,
            label: `${figureWord(value)} (${figureUnits[draft.subjectKind][value] ?? ''})`,
          }))}
          onPick={(figure) => set({ figure })}
        />
      </FormGroup>
      <FormGroup label={t('alerts.side')} role="group">
        <PickOne
          label={t('alerts.side')}
          value={draft.comparison}
          choices={[
            { value: 'ABOVE', label: t('alerts.above') },
            { value: 'BELOW', label: t('alerts.below') },
          ]}
          onPick={(comparison) => set({ comparison })}
        />
      </FormGroup>
    </>
  );
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Field({ id, label, value, onChange }: FieldProps) {
  return (
    <FormGroup label={label} fieldId={id}>
      <TextInput id={id} value={value} isRequired onChange={(_event, next) => onChange(next)} />
    </FormGroup>
  );
}
