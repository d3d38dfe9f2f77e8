import { Alert, Button, Checkbox, Form } from '@patternfly/react-core';
import type { FormEvent } from 'react';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { PropertyList } from '../../components/PropertyList.tsx';
import { Section } from '../../components/Section.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { hardwareOf } from './host-facts.tsx';
import { NicTable } from './NicTable.tsx';
import type { AddHost, Probe } from './use-add-host.ts';

type Check = Probe['checks'][number];

/** What the probe found, with the remedy for each fault; then the name, when the machine is fit. */
export function HostReport({ way, probe }: { way: AddHost; probe: Probe }) {
  const again = () => void way.lookAt(probe.fingerprint);
  return (
    <>
      <Alert
        component="h2"
        isInline
        variant={probe.accepted ? 'success' : 'warning'}
        title={probe.accepted ? t('host.add.fit') : t('host.add.unfit')}
        className="bd-gap-below"
      />
      <Section title={t('host.add.report')}>
        <DataTable
          label={t('host.add.report')}
          columns={columns}
          rows={worstFirst(probe.checks)}
          rowKey={(check) => check.name}
          rowName={(check) => check.name}
          errorTitle={t('host.error')}
          onRetry={again}
          empty={null}
        />
      </Section>
      {probe.facts && (
        <>
          <Section title={t('host.hardware')}>
            <PropertyList items={hardwareOf(probe.facts)} />
          </Section>
          <NicTable nics={probe.facts.hardware.nics} />
        </>
      )}
      {probe.accepted && <NameForm way={way} fingerprint={probe.fingerprint} />}
      <div className="bd-form-footer">
        {probe.accepted && (
          <Button type="submit" form="host-name-form" isLoading={way.busy} isDisabled={way.busy}>
            {t('host.add.submit', { name: way.draft.name })}
          </Button>
        )}
        <Button
          variant={probe.accepted ? 'secondary' : 'primary'}
          isLoading={way.busy && !probe.accepted}
          isDisabled={way.busy}
          onClick={again}
        >
          {t('host.add.again')}
        </Button>
        <Button variant="link" onClick={way.startOver}>
          {t('host.add.back')}
        </Button>
      </div>
    </>
  );
}

function NameForm({ way, fingerprint }: { way: AddHost; fingerprint: string }) {
  const { draft, change, fields } = way;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void way.save(fingerprint);
  };
  return (
    <Form id="host-name-form" noValidate onSubmit={submit} className="bd-gap-below">
      <TextField
        id="host-name"
        label={t('host.add.name')}
        value={draft.name}
        autoComplete="off"
        spellCheck={false}
        isRequired
        fault={fields['name']}
        onChange={(name) => change({ name })}
      />
      <TextField
        id="host-rack"
        label={t('host.add.rack')}
        value={draft.rack}
        autoComplete="off"
        fault={fields['rack']}
        onChange={(rack) => change({ rack })}
      />
      <TextField
        id="host-slot"
        label={t('host.add.slot')}
        value={draft.slot}
        inputMode="numeric"
        help={t('host.add.slot.help')}
        fault={fields['slot']}
        onChange={(slot) => change({ slot })}
      />
      <Checkbox
        id="host-migration"
        label={t('hostMigration.wizard')}
        description={t('hostMigration.consent')}
        isChecked={draft.migration}
        onChange={(_event, migration) => change({ migration })}
      />
    </Form>
  );
}

const weightOf = ({ ok, required }: Check): number => (ok ? 2 : required ? 0 : 1);

/** What is in the way comes before what is a drawback, and that before what is well. */
function worstFirst(checks: readonly Check[]): Check[] {
  return checks.toSorted((a, b) => weightOf(a) - weightOf(b));
}

function stateOf({ ok, required }: Check) {
  if (ok) return <StateBadge kind="running" word={t('host.check.ok')} />;
  if (required) return <StateBadge kind="failed" word={t('host.check.bad')} />;
  return <StateBadge kind="attention" word={t('host.check.warn')} />;
}

const columns: readonly Column<Check>[] = [
  { key: 'what', label: t('host.check.what'), cell: (check) => check.name },
  { key: 'state', label: t('host.check.state'), cell: stateOf },
  {
    key: 'found',
    label: t('host.check.found'),
    width: 'xl',
    cell: ({ text, remedy }) => (
      <>
        {text}
        {remedy && <div className="bd-subtle bd-remedy">{remedy}</div>}
      </>
    ),
  },
];
