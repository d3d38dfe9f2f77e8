import { useQuery, useSubscription } from '@apollo/client/react';
import { Alert, Button } from '@patternfly/react-core';
import PowerOffIcon from '@patternfly/react-icons/dist/esm/icons/power-off-icon';
import { Link } from 'react-router';
import {
  HostUpdatedDocument,
  PowerPlanDocument,
  type PowerPlanQuery,
} from '../../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../../components/DataTable.tsx';
import { EmptyFrame } from '../../../components/EmptyFrame.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { StateBadge, type StateKind } from '../../../components/StateBadge.tsx';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';

type Step = PowerPlanQuery['powerPlan'][number];
type Constant = PowerPlanQuery['constants'][number];

const crumb = { label: t('hosts.title'), to: paths.hosts() };
const AUTOMATIC = 'powerPolicyAutomatic';

/** What the policy would switch now, and why; nothing is switched by looking. */
export function Component() {
  const { data, error, refetch } = useQuery(PowerPlanDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const again = () => void refetch().catch(() => undefined);
  const refresh = useSoon(refetch);
  useSubscription(HostUpdatedDocument, { ignoreResults: true, onData: refresh });
  const rules = data?.constants.filter(({ name }) => name.startsWith('power')) ?? [];
  const isAutomatic = rules.some(({ name, value }) => name === AUTOMATIC && value === '1');
  return (
    <>
      <PageHeader
        title={t('power.plan')}
        crumb={crumb}
        actions={
          <>
            <Link className="bd-link" to={paths.settings('power')}>
              {t('power.plan.settings')}
            </Link>
            <Button variant="secondary" onClick={again}>
              {t('power.plan.again')}
            </Button>
          </>
        }
      />
      <p className="bd-subtle bd-gap-below">{t('power.plan.text')}</p>
      {data && (
        <Alert
          isInline
          isPlain
          variant="info"
          className="bd-gap-below"
          title={isAutomatic ? t('power.plan.automatic') : t('power.plan.dry')}
        />
      )}
      <Section title={t('power.plan.hosts')}>
        <DataTable
          label={t('power.plan')}
          columns={columns}
          rows={data?.powerPlan}
          rowKey={(step) => step.hostId}
          rowName={(step) => step.name}
          error={error}
          errorTitle={t('power.plan.error')}
          onRetry={again}
          skeletonRows={4}
          empty={
            <EmptyFrame
              icon={<PowerOffIcon />}
              title={t('power.plan.empty')}
              text={t('power.plan.text')}
            />
          }
        />
      </Section>
      {rules.length > 0 && <Rules rules={rules} />}
    </>
  );
}

/** The settings that the plan follows: idle and minimum times, spare room, hysteresis. */
function Rules({ rules }: { rules: readonly Constant[] }) {
  return (
    <Section title={t('power.plan.rules')}>
      <DataTable
        label={t('power.plan.rules')}
        columns={ruleColumns}
        rows={rules}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        errorTitle={t('power.plan.error')}
        onRetry={() => undefined}
        empty={null}
      />
    </Section>
  );
}

const ruleColumns: readonly Column<Constant>[] = [
  { key: 'what', label: t('power.plan.rule'), width: 'xl', cell: ({ description }) => description },
  {
    key: 'value',
    label: t('power.plan.value'),
    numeric: true,
    cell: ({ value, unit }) => (unit ? `${value} ${unit}` : value),
  },
];

const kinds: Readonly<Record<Step['action'], StateKind>> = {
  ON: 'running',
  OFF: 'off',
  KEEP: 'waiting',
};

const columns: readonly Column<Step>[] = [
  {
    key: 'host',
    label: t('power.plan.host'),
    cell: (step) => (
      <Link className="bd-link" to={paths.host(step.hostId)}>
        {step.name}
      </Link>
    ),
  },
  {
    key: 'action',
    label: t('power.plan.action'),
    cell: ({ action }) => <StateBadge kind={kinds[action]} word={t(`power.plan.${action}`)} />,
  },
  { key: 'why', label: t('power.plan.reason'), width: 'xl', cell: ({ reason }) => reason },
];
