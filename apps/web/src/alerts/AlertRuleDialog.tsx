import { useMutation } from '@apollo/client/react';
import { FormGroup } from '@patternfly/react-core';
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
import { FormDialog } from '../components/FormDialog.tsx';
import { PickOne } from '../components/PickList.tsx';
import { TextField } from '../components/TextField.tsx';
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

const numbers = ['threshold', 'clearAt', 'forSeconds'] as const;

const numberFault = (text: string): string | undefined =>
  text.trim() === '' || !Number.isFinite(Number(text)) ? t('alerts.number') : undefined;

/** Makes a rule, or changes one. */
export function AlertRuleDialog({ rule, onClose }: Props) {
  const id = useId();
  const [draft, setDraft] = useState(rule ? draftOf(rule) : fresh);
  const [create, creating] = useMutation(CreateAlertRuleDocument);
  const [edit, editing] = useMutation(EditAlertRuleDocument);
  const error = creating.error ?? editing.error;
  const fault = error && faultOf(error);
  const faultAt = (path: string) => fault?.fields.find((each) => each.path === path)?.message;
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const save = async (): Promise<void> => {
    const { name, severity } = draft;
    const terms = {
      ...{ name, severity, threshold: Number(draft.threshold), clearAt: Number(draft.clearAt) },
      forSeconds: Math.round(Number(draft.forSeconds)),
    };
    const { subjectKind, figure, comparison } = draft;
    try {
      if (rule) await edit({ variables: { input: { id: rule.id, ...terms } } });
      else await create({ variables: { input: { ...terms, subjectKind, figure, comparison } } });
      onClose();
    } catch {
      // The hooks' own errors are shown in the dialog.
    }
  };
  return (
    <FormDialog
      title={t(rule ? 'alerts.editRule' : 'alerts.newRule')}
      focus={`[id="${id}-name"]`}
      fault={fault}
      fields={['name', ...numbers]}
      submit={t('alerts.save')}
      busy={creating.loading || editing.loading}
      isDisabled={numbers.some((each) => numberFault(draft[each]))}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        id={`${id}-name`}
        label={t('alerts.name')}
        value={draft.name}
        fault={faultAt('name')}
        onChange={(name) => set({ name })}
      />
      {!rule && <FigureFields draft={draft} set={set} />}
      {numbers.map((each) => (
        <TextField
          key={each}
          id={`${id}-${each}`}
          label={t(`alerts.${each}`, { unit: figureUnits[draft.subjectKind][draft.figure] ?? '' })}
          inputMode="decimal"
          value={draft[each]}
          fault={numberFault(draft[each]) ?? faultAt(each)}
          onChange={(value) => set({ [each]: value })}
        />
      ))}
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
    </FormDialog>
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
