import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import {
  AdoptChoicesDocument,
  AdoptDomainDocument,
  DeleteStrangerDocument,
  type HostDetailFieldsFragment,
} from '../../api/generated/graphql.ts';
import { ActionMenu } from '../../components/ActionMenu.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { FindOne } from '../../components/FindOne.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import type { Choice } from '../../components/PickList.tsx';
import { Section } from '../../components/Section.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { useViewer } from '../../session/session.tsx';
import { useTaskRequest } from '../../shell/use-task-request.ts';
import { vmState } from '../vms/vm-words.ts';

type Host = HostDetailFieldsFragment;
type Stranger = Host['strangers'][number];

/** Domains found on a host that no VM of ours knows: to be adopted, deleted or left alone. */
export function HostStrangers({ host }: { host: Host }) {
  const [adopting, setAdopting] = useState<Stranger>();
  const [deleting, setDeleting] = useState<Stranger>();
  const { send } = useTaskRequest(DeleteStrangerDocument);
  const deleteNow = ({ uuid, name }: Stranger): void => {
    setDeleting(undefined);
    void send({ hostId: host.id, uuid }, t('stranger.delete.failed', { name }));
  };
  return (
    <Section title={t('host.strangers')}>
      <p className="bd-subtle bd-gap-below">{t('host.strangers.text')}</p>
      <DataTable
        label={t('host.strangers')}
        columns={strangerColumns}
        rows={host.strangers}
        rowKey={(domain) => domain.uuid}
        rowName={(domain) => domain.name}
        rowActions={(domain) => (
          <ActionMenu
            label={t('stranger.actions', { name: domain.name })}
            items={[
              { key: 'adopt', label: t('stranger.adopt'), onSelect: () => setAdopting(domain) },
              {
                key: 'delete',
                label: t('stranger.delete'),
                danger: true,
                onSelect: () => setDeleting(domain),
              },
            ]}
          />
        )}
        errorTitle={t('host.error')}
        onRetry={() => undefined}
        empty={null}
      />
      {adopting && (
        <AdoptDialog host={host} domain={adopting} onClose={() => setAdopting(undefined)} />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('stranger.delete.title', { name: deleting.name })}
          confirm={t('stranger.delete.confirm', { name: deleting.name })}
          typed={deleting.name}
          onConfirm={() => deleteNow(deleting)}
          onCancel={() => setDeleting(undefined)}
        >
          {t('stranger.delete.text')}
        </ConfirmDialog>
      )}
    </Section>
  );
}

interface AdoptDialogProps {
  readonly host: Host;
  readonly domain: Stranger;
  readonly onClose: () => void;
}

function useFoundPeople(search: string) {
  const { data, previousData } = useQuery(AdoptChoicesDocument, {
    variables: search ? { search } : {},
  });
  return (data ?? previousData)?.users.map(({ id, username }) => ({ value: id, label: username }));
}

function AdoptDialog({ host, domain, onClose }: AdoptDialogProps) {
  const viewer = useViewer();
  const [name, setName] = useState(domain.name.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, 30));
  const [owner, setOwner] = useState<Choice<string>>({ value: viewer.id, label: viewer.username });
  const { send, busy, fault } = useTaskRequest(AdoptDomainDocument);
  const faultAt = (field: string) => fault?.fields.find(({ path }) => path === field)?.message;
  const submit = async (): Promise<void> => {
    if (await send({ hostId: host.id, uuid: domain.uuid, name, ownerId: owner.value })) onClose();
  };
  return (
    <FormDialog
      title={t('stranger.adopt.title', { name: domain.name })}
      description={t('stranger.adopt.text')}
      focus="#adopt-name"
      fault={fault}
      fields={['name']}
      submit={t('stranger.adopt.submit', { name: domain.name })}
      busy={busy}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="adopt-name"
        label={t('stranger.adopt.name')}
        value={name}
        autoComplete="off"
        fault={faultAt('name')}
        onChange={setName}
      />
      <FindOne
        id="adopt-owner"
        label={t('stranger.adopt.owner')}
        placeholder={t('people.search')}
        picked={owner}
        useFound={useFoundPeople}
        onPick={setOwner}
      />
    </FormDialog>
  );
}

const strangerColumns: readonly Column<Stranger>[] = [
  { key: 'name', label: t('stranger.name'), cell: (domain) => domain.name },
  {
    key: 'state',
    label: t('vm.column.state'),
    cell: (domain) => <StateBadge {...vmState({ status: domain.state, activeTask: null })} />,
  },
  {
    key: 'uuid',
    label: t('stranger.uuid'),
    cell: (domain) => <CopyText text={domain.uuid} what={t('stranger.uuid')} />,
  },
];
