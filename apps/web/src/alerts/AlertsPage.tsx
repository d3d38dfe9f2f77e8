import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../api/api-fault.ts';
import {
  type AlertFieldsFragment,
  type AlertRuleFieldsFragment,
  AlertRulesDocument,
  DeleteAlertRuleDocument,
  EditAlertRuleDocument,
  PastAlertsDocument,
} from '../api/generated/graphql.ts';
import { ActionMenu } from '../components/ActionMenu.tsx';
import { ConfirmDialog } from '../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../components/DataTable.tsx';
import { RelativeTime } from '../components/RelativeTime.tsx';
import { Section } from '../components/Section.tsx';
import { t } from '../messages/message.ts';
import { HealthFrame } from '../routes/health/HealthFrame.tsx';
import { showFault } from '../shell/toast-store.ts';
import { ActiveAlerts, SeverityLabel } from './ActiveAlerts.tsx';
import { AlertRuleDialog } from './AlertRuleDialog.tsx';
import { ruleWords } from './rule-words.ts';

/** Alerts that last, the rules they come from, and those that are over. */
export function Component() {
  const past = useQuery(PastAlertsDocument);
  const again = () => void past.refetch().catch(() => undefined);
  return (
    <HealthFrame>
      <Section title={t('alerts.active')}>
        <ActiveAlerts quiet={t('alerts.none')} onChange={again} />
      </Section>
      <Rules />
      <Section title={t('alerts.past')}>
        <DataTable
          label={t('alerts.past')}
          columns={pastColumns}
          rows={past.data?.alerts}
          rowKey={(alert) => alert.id}
          rowName={(alert) => alert.ruleName}
          skeletonRows={3}
          error={past.error}
          errorTitle={t('alerts.error')}
          onRetry={again}
          empty={<p className="bd-subtle">{t('alerts.nonePast')}</p>}
        />
      </Section>
    </HealthFrame>
  );
}

const pastColumns: readonly Column<AlertFieldsFragment>[] = [
  { key: 'severity', label: t('alerts.severity'), cell: (a) => <SeverityLabel {...a} /> },
  { key: 'subject', label: t('alerts.subject'), cell: (a) => a.subjectName },
  { key: 'what', label: t('alerts.what'), cell: (a) => `${a.ruleName}: ${a.message}` },
  { key: 'from', label: t('alerts.raised'), cell: (a) => <RelativeTime at={a.raisedAt} /> },
  {
    key: 'to',
    label: t('alerts.ended'),
    cell: (a) => (a.endedAt ? <RelativeTime at={a.endedAt} /> : null),
  },
];

type Rule = AlertRuleFieldsFragment;

function Rules() {
  const { data, error, refetch } = useQuery(AlertRulesDocument);
  const [edit] = useMutation(EditAlertRuleDocument);
  const [remove] = useMutation(DeleteAlertRuleDocument);
  const [shown, setShown] = useState<Rule | 'new' | null>(null);
  const [leaving, setLeaving] = useState<Rule | null>(null);
  const again = () => void refetch().catch(() => undefined);
  const attempt = async (act: () => Promise<unknown>, name: string): Promise<void> => {
    try {
      await act();
      again();
    } catch (fault) {
      showFault(t('alerts.ruleFailed', { name }), faultOf(fault));
    }
  };
  const turn = (rule: Rule, enabled: boolean) =>
    attempt(() => edit({ variables: { input: { id: rule.id, enabled } } }), rule.name);
  return (
    <Section
      title={t('alerts.rules')}
      action={
        <Button variant="secondary" onClick={() => setShown('new')}>
          {t('alerts.newRule')}
        </Button>
      }
    >
      <DataTable
        label={t('alerts.rules')}
        columns={[
          ...ruleColumns,
          {
            key: 'on',
            label: t('alerts.on'),
            cell: (rule) => (
              <Switch
                id={`rule-${rule.id}`}
                aria-label={t('alerts.switch', { name: rule.name })}
                isChecked={rule.enabled}
                onChange={(_event, on) => void turn(rule, on)}
              />
            ),
          },
        ]}
        rows={data?.alertRules}
        rowKey={(rule) => rule.id}
        rowName={(rule) => rule.name}
        rowActions={(rule) => (
          <ActionMenu
            label={t('alerts.actions', { name: rule.name })}
            items={[
              { key: 'edit', label: t('alerts.edit'), onSelect: () => setShown(rule) },
              {
                key: 'delete',
                label: t('alerts.delete'),
                danger: true,
                reason: rule.builtIn ? t('alerts.builtIn') : undefined,
                onSelect: () => setLeaving(rule),
              },
            ]}
          />
        )}
        skeletonRows={3}
        error={error}
        errorTitle={t('alerts.error')}
        onRetry={again}
        empty={<p className="bd-subtle">{t('alerts.noRules')}</p>}
      />
      {shown && (
        <AlertRuleDialog
          rule={shown === 'new' ? null : shown}
          onClose={() => {
            setShown(null);
            again();
          }}
        />
      )}
      {leaving && (
        <ConfirmDialog
          title={t('alerts.deleteTitle', { name: leaving.name })}
          confirm={t('alerts.deleteConfirm', { name: leaving.name })}
          onCancel={() => setLeaving(null)}
          onConfirm={() => {
            setLeaving(null);
            void attempt(() => remove({ variables: { input: { id: leaving.id } } }), leaving.name);
          }}
        >
          {t('alerts.deleteText')}
        </ConfirmDialog>
      )}
    </Section>
  );
}

const ruleColumns: readonly Column<Rule>[] = [
  { key: 'name', label: t('alerts.name'), width: 'l', cell: (rule) => rule.name },
  { key: 'severity', label: t('alerts.severity'), cell: (rule) => <SeverityLabel {...rule} /> },
  { key: 'when', label: t('alerts.when'), width: 'xl', cell: ruleWords },
];
