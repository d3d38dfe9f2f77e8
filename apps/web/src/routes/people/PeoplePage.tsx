import { useQuery } from '@apollo/client/react';
import { SearchInput } from '@patternfly/react-core';
import UsersIcon from '@patternfly/react-icons/dist/esm/icons/users-icon';
import { useState } from 'react';
import { PeopleListDocument, type PersonFieldsFragment } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { t } from '../../messages/message.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { PersonDialog } from './PersonDialog.tsx';

/** The API gives no more at once. */
const mostFound = 200;

/** Who may sign in, with which roles. */
export function Component() {
  const [text, setText] = useState('');
  const search = useDebounced(text.trim(), 250);
  const { data, previousData, error, refetch } = useQuery(PeopleListDocument, {
    variables: search ? { search } : {},
  });
  const [editing, setEditing] = useState<PersonFieldsFragment | 'new'>();
  const reason = useIsAdmin() ? undefined : t('people.adminsOnly');
  const people = (data ?? previousData)?.users;
  const again = () => void refetch().catch(() => undefined);
  return (
    <>
      <PageHeader
        title={t('people.title')}
        actions={
          <ReasonedButton variant="primary" reason={reason} onClick={() => setEditing('new')}>
            {t('people.new')}
          </ReasonedButton>
        }
      />
      <search className="bd-toolbar">
        <SearchInput
          className="bd-search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          value={text}
          onChange={(_event, value) => setText(value)}
          onClear={() => setText('')}
        />
        <span className="bd-toolbar-space" />
        <span className="bd-subtle" role="status">
          {people && people.length >= mostFound && t('people.cut', { count: people.length })}
        </span>
      </search>
      <DataTable
        label={t('people.title')}
        columns={columns}
        rows={people}
        rowKey={(person) => person.id}
        rowName={(person) => person.username}
        skeletonRows={6}
        rowActions={(person) => (
          <ReasonedButton
            variant="link"
            isInline
            reason={reason}
            aria-label={t('people.edit', { name: person.username })}
            onClick={() => setEditing(person)}
          >
            {t('action.edit')}
          </ReasonedButton>
        )}
        error={error}
        errorTitle={t('people.error')}
        onRetry={again}
        empty={
          <EmptyFrame
            icon={<UsersIcon />}
            title={t('people.empty')}
            text={t('people.empty.text')}
          />
        }
      />
      {editing && (
        <PersonDialog
          person={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onSaved={again}
        />
      )}
    </>
  );
}

const columns: readonly Column<PersonFieldsFragment>[] = [
  { key: 'username', label: t('people.username'), cell: (person) => person.username },
  { key: 'name', label: t('people.name'), cell: (person) => person.name },
  {
    key: 'roles',
    label: t('people.roles'),
    cell: (person) => person.roles.map((role) => t(`role.${role}`)).join(', ') || <Absent />,
  },
  {
    key: 'organisation',
    label: t('people.organisation'),
    cell: (person) => person.organisation?.name ?? <Absent />,
  },
  { key: 'email', label: t('people.email'), cell: (person) => person.email ?? <Absent /> },
  {
    key: 'active',
    label: t('people.state'),
    cell: (person) => (
      <StateBadge
        kind={person.active ? 'running' : 'off'}
        word={person.active ? t('people.active') : t('people.inactive')}
      />
    ),
  },
];
