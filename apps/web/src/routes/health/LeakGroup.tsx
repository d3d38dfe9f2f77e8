import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { LeakRowFragment } from '../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { Section } from '../../components/Section.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import type { Repairs } from './use-repairs.ts';
import './LeakGroup.css';

interface LeakGroupProps {
  /** Findings of one kind; at least one. */
  readonly findings: readonly LeakRowFragment[];
  readonly repairs: Repairs;
}

/** The findings of one kind, each with its remedy and a button that applies it. */
export function LeakGroup({ findings, repairs }: LeakGroupProps) {
  const [asking, setAsking] = useState<readonly LeakRowFragment[]>();
  const [first] = findings;
  const idle = findings.filter((each) => each.repairable && !repairs.running.has(each.id));
  const ask = (chosen: readonly LeakRowFragment[]) => {
    if (chosen.some((each) => each.destructive)) setAsking(chosen);
    else repairs.repair(chosen);
  };
  if (!first) return null;
  return (
    <div className="bd-leak-group">
      <Section
        title={t(`leak.${first.kind}`)}
        action={
          idle.length > 1 && (
            <Button variant="secondary" onClick={() => ask(idle)}>
              {t('leaks.repairAll', { count: idle.length })}
            </Button>
          )
        }
      >
        <DataTable
          label={t(`leak.${first.kind}`)}
          columns={columns}
          rows={findings}
          most={100}
          rowKey={(each) => each.id}
          rowName={(each) => each.subject}
          rowActions={(each) => (
            <RepairButton
              finding={each}
              running={repairs.running.has(each.id)}
              onRepair={() => ask([each])}
            />
          )}
          errorTitle={t('leaks.error')}
          onRetry={() => undefined}
          empty={null}
        />
        {asking && (
          <Confirm
            findings={asking}
            onCancel={() => setAsking(undefined)}
            onConfirm={() => {
              setAsking(undefined);
              repairs.repair(asking);
            }}
          />
        )}
      </Section>
    </div>
  );
}

function RepairButton(props: {
  readonly finding: LeakRowFragment;
  readonly running: boolean;
  readonly onRepair: () => void;
}) {
  const { finding, running } = props;
  if (running) return <StateBadge kind="working" word={t('leaks.repairing')} />;
  if (!finding.repairable) return <span className="bd-subtle bd-nowrap">{t('leaks.byHand')}</span>;
  return (
    <Button
      variant="secondary"
      isDanger={finding.destructive}
      aria-label={t('leaks.repair.of', { subject: finding.subject })}
      onClick={props.onRepair}
    >
      {t('leaks.repair')}
    </Button>
  );
}

function Confirm(props: {
  readonly findings: readonly LeakRowFragment[];
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  const [first] = props.findings;
  const subject = first?.subject ?? '';
  const count = props.findings.length;
  const title = count > 1 ? t('leaks.confirm.all', { count }) : t('leaks.confirm.one', { subject });
  return (
    <ConfirmDialog
      title={title}
      confirm={count > 1 ? t('leaks.repairAll', { count }) : t('leaks.repair.of', { subject })}
      onConfirm={props.onConfirm}
      onCancel={props.onCancel}
    >
      <ul>
        {props.findings.slice(0, 12).map((each) => (
          <li key={each.id}>
            {each.subject}. {each.remedy}
          </li>
        ))}
        {count > 12 && <li>{t('vm.confirm.more', { count: count - 12 })}</li>}
      </ul>
      {first?.loss && <p>{t('leaks.confirm.lost', { loss: first.loss })}</p>}
    </ConfirmDialog>
  );
}

/** Where to look at what a finding is about. */
function linkOf(finding: LeakRowFragment): string | undefined {
  if (finding.taskId) return paths.task(finding.taskId);
  if (finding.vmId) return paths.vm(finding.vmId);
  return finding.hostId ? paths.host(finding.hostId) : undefined;
}

function Subject({ finding }: { finding: LeakRowFragment }) {
  const to = linkOf(finding);
  if (!to) return finding.subject;
  return (
    <Link className="bd-link" to={to}>
      {finding.subject}
    </Link>
  );
}

const columns: readonly Column<LeakRowFragment>[] = [
  {
    key: 'subject',
    label: t('leaks.column.subject'),
    width: 'm',
    cell: (finding) => <Subject finding={finding} />,
  },
  { key: 'detail', label: t('leaks.column.detail'), width: 'l', cell: ({ detail }) => detail },
  { key: 'remedy', label: t('leaks.column.remedy'), width: 'l', cell: ({ remedy }) => remedy },
];
