import { useMutation, useQuery } from '@apollo/client/react';
import { Checkbox, FormGroup, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import {
  CreateUserDocument,
  EditUserDocument,
  OrganisationListDocument,
  type PersonFieldsFragment,
  type Role,
} from '../../api/generated/graphql.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { PickOne } from '../../components/PickList.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';

const allRoles: readonly Role[] = ['USER', 'FACULTY', 'ORGADMIN', 'ADMIN'];

interface PersonDialogProps {
  readonly person: PersonFieldsFragment | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Makes a new person or changes one; the list stays in view behind it. */
export function PersonDialog({ person, onClose, onSaved }: PersonDialogProps) {
  const form = usePersonForm(person);
  const { draft, change, fields } = form;
  const organisations = useQuery(OrganisationListDocument).data?.organisations ?? [];
  const submit = async (): Promise<void> => {
    if (!(await form.save())) return;
    showNote(t('people.saved', { name: draft.username }));
    onSaved();
    onClose();
  };
  return (
    <FormDialog
      title={person ? t('people.edit', { name: person.username }) : t('people.new')}
      focus={person ? '#person-name' : '#person-username'}
      fault={form.fault}
      fields={['username', 'name', 'email', 'password']}
      submit={person ? t('action.save') : t('people.create')}
      busy={form.saving}
      onSubmit={submit}
      onClose={onClose}
    >
      {!person && (
        <TextField
          id="person-username"
          label={t('people.username')}
          value={draft.username}
          autoComplete="off"
          fault={fields['username']}
          onChange={(username) => change({ username })}
        />
      )}
      <TextField
        id="person-name"
        label={t('people.name')}
        value={draft.name}
        autoComplete="off"
        fault={fields['name']}
        onChange={(name) => change({ name })}
      />
      <TextField
        id="person-email"
        label={t('people.emailOptional')}
        type="email"
        value={draft.email}
        autoComplete="off"
        fault={fields['email']}
        onChange={(email) => change({ email })}
      />
      <TextField
        id="person-password"
        label={person ? t('people.newPassword') : t('people.password')}
        type="password"
        value={draft.password}
        autoComplete="new-password"
        fault={fields['password']}
        onChange={(password) => change({ password })}
      />
      {organisations.length > 0 && (
        <FormGroup label={t('people.organisation')} fieldId="person-organisation">
          <PickOne
            id="person-organisation"
            fullWidth
            label={t('people.organisation')}
            value={draft.organisationId || (organisations[0]?.id ?? '')}
            choices={organisations.map(({ id, name }) => ({ value: id, label: name }))}
            onPick={(organisationId) => change({ organisationId })}
          />
        </FormGroup>
      )}
      <FormGroup role="group" label={t('people.roles')} fieldId="person-roles">
        {allRoles.map((role) => (
          <Checkbox
            key={role}
            id={`person-role-${role}`}
            label={t(`role.${role}`)}
            isChecked={draft.roles.includes(role)}
            onChange={(_event, on) =>
              change({
                roles: allRoles.filter((each) => (each === role ? on : draft.roles.includes(each))),
              })
            }
          />
        ))}
      </FormGroup>
      {person && (
        <Switch
          id="person-active"
          label={t('people.maySignIn')}
          isChecked={draft.active}
          onChange={(_event, active) => change({ active })}
        />
      )}
    </FormDialog>
  );
}

function usePersonForm(person: PersonFieldsFragment | undefined) {
  const [draft, setDraft] = useState({
    username: person?.username ?? '',
    name: person?.name ?? '',
    email: person?.email ?? '',
    password: '',
    organisationId: person?.organisation?.id ?? '',
    roles: person?.roles ?? (['USER'] as Role[]),
    active: person?.active ?? true,
  });
  const [create, creating] = useMutation(CreateUserDocument);
  const [edit, editing] = useMutation(EditUserDocument);
  const error = creating.error ?? editing.error;
  const fault = error && faultOf(error);
  const fields: Record<string, string | undefined> = {};
  for (const each of fault?.fields ?? []) fields[each.path] = each.message;

  const save = async (): Promise<boolean> => {
    const { username, name, email, password, organisationId, roles, active } = draft;
    const shared = { name, roles, email: email || null, ...(organisationId && { organisationId }) };
    try {
      if (person) {
        const input = { id: person.id, active, ...shared, ...(password && { password }) };
        await edit({ variables: { input } });
      } else {
        await create({ variables: { input: { username, password, ...shared } } });
      }
      return true;
    } catch {
      // The hooks' own errors are shown at their fields.
      return false;
    }
  };
  return {
    draft,
    fields,
    fault,
    save,
    saving: creating.loading || editing.loading,
    change: (next: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...next })),
  } as const;
}
