import { useQuery, useSubscription } from '@apollo/client/react';
import { Button, Skeleton } from '@patternfly/react-core';
import { useState } from 'react';
import {
  HostMigrationDocument,
  type HostMigrationFieldsFragment,
  HostMigrationUpdatedDocument,
  SetHostMigrationDocument,
} from '../../../api/generated/graphql.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { CopyText } from '../../../components/CopyText.tsx';
import { FaultView } from '../../../components/FaultView.tsx';
import { type Property, PropertyList } from '../../../components/PropertyList.tsx';
import { RelativeTime } from '../../../components/RelativeTime.tsx';
import { Section } from '../../../components/Section.tsx';
import { StateBadge } from '../../../components/StateBadge.tsx';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';
import { useHostPage } from '../HostPage.tsx';
import './HostMigrationTab.css';

/** Whether running VMs can move to a host and from it, and what that needs there. */
export function Component() {
  const variables = { id: useHostPage().id };
  const { data, error, refetch } = useQuery(HostMigrationDocument, { variables });
  useSubscription(HostMigrationUpdatedDocument, { variables, ignoreResults: true });
  return (
    <Section title={t('hostMigration.title')}>
      {data?.host ? (
        <Migration host={data.host} />
      ) : error ? (
        <FaultView
          error={error}
          what={t('hostMigration.title')}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      ) : (
        <Skeleton height="64px" screenreaderText={t('loading')} />
      )}
    </Section>
  );
}

function Migration({ host }: { host: HostMigrationFieldsFragment }) {
  const { id, name, migration } = host;
  const [asking, setAsking] = useState(false);
  const { send, busy } = useTaskRequest(SetHostMigrationDocument);
  const turn = (on: boolean): void => {
    setAsking(false);
    void send({ id, on }, t('hostMigration.failed', { name }));
  };
  return (
    <>
      {migration ? (
        <PropertyList items={factsOf(migration)} />
      ) : (
        <>
          <p className="bd-gap-below">{t('hostMigration.off')}</p>
          <p className="bd-subtle bd-gap-below">{t('hostMigration.consent')}</p>
        </>
      )}
      <div className="bd-form-footer bd-host-migration-acts">
        <Button variant="secondary" isLoading={busy} isDisabled={busy} onClick={() => turn(true)}>
          {migration ? t('hostMigration.again') : t('hostMigration.setUp')}
        </Button>
        {migration && (
          <Button variant="link" isDanger isDisabled={busy} onClick={() => setAsking(true)}>
            {t('hostMigration.remove')}
          </Button>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={t('hostMigration.remove.title', { name })}
          confirm={t('hostMigration.remove')}
          onConfirm={() => turn(false)}
          onCancel={() => setAsking(false)}
        >
          {t('hostMigration.remove.text', { name })}
        </ConfirmDialog>
      )}
    </>
  );
}

type Facts = NonNullable<HostMigrationFieldsFragment['migration']>;

function factsOf(migration: Facts): Property[] {
  const { keyFingerprint, checkedAt, consentedAt, consentedBy, reached } = migration;
  return [
    {
      label: t('hostMigration.since'),
      value: (
        <>
          <RelativeTime at={consentedAt} />
          {consentedBy && ` · ${consentedBy.name}`}
        </>
      ),
    },
    {
      label: t('hostMigration.key'),
      value: keyFingerprint ? (
        <CopyText text={keyFingerprint} what={t('hostMigration.key')} />
      ) : (
        <span className="bd-subtle">{t('hostMigration.key.none')}</span>
      ),
    },
    ...(checkedAt
      ? [{ label: t('hostMigration.checked'), value: <RelativeTime at={checkedAt} /> }]
      : []),
    ...reached.map(({ host, fault }) => ({
      label: host.name,
      value: fault ? (
        <StateBadge kind="failed" word={fault} />
      ) : (
        <StateBadge kind="running" word={t('hostMigration.works')} />
      ),
    })),
  ];
}
