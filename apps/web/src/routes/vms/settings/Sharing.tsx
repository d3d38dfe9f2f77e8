import { useMutation, useQuery } from '@apollo/client/react';
import { Button, SearchInput } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  AddCollaboratorDocument,
  FindPeopleDocument,
  RemoveCollaboratorDocument,
  type VmDetailFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { useDebounced } from '../../../components/use-debounced.ts';
import { t } from '../../../messages/message.ts';
import { showFault, showNote } from '../../../shell/toast-store.ts';

/** Who may use the VM besides its owner; people are found by the server as one types. */
export function Sharing({
  vm,
  reason,
}: {
  vm: Pick<VmDetailFieldsFragment, 'id' | 'name' | 'owner' | 'collaborators'>;
  reason: string | undefined;
}) {
  const [remove, removing] = useMutation(RemoveCollaboratorDocument);
  const leaveOut = async (person: { id: string; name: string }) => {
    try {
      await remove({ variables: { input: { vmId: vm.id, userId: person.id } } });
      showNote(t('share.removed', { name: person.name, vm: vm.name }));
    } catch (error) {
      showFault(t('share.failed', { vm: vm.name }), faultOf(error));
    }
  };
  return (
    <>
      <p className="bd-subtle">{t('share.text')}</p>
      <ul className="bd-plain-list" aria-label={t('share.title')}>
        <li>
          {vm.owner.name} <span className="bd-subtle">{t('share.owner')}</span>
        </li>
        {vm.collaborators.map((person) => (
          <li key={person.id}>
            {person.name} <span className="bd-subtle">{person.username}</span>
            <Button
              variant="link"
              isInline
              isDisabled={removing.loading || reason !== undefined}
              aria-label={t('share.remove.of', { name: person.name })}
              onClick={() => void leaveOut(person)}
            >
              {t('share.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {reason ? <p className="bd-subtle">{reason}</p> : <AddPerson vm={vm} />}
    </>
  );
}

function AddPerson({
  vm,
}: {
  vm: Pick<VmDetailFieldsFragment, 'id' | 'name' | 'owner' | 'collaborators'>;
}) {
  const [text, setText] = useState('');
  const search = useDebounced(text.trim(), 250);
  const [add, { loading }] = useMutation(AddCollaboratorDocument);
  const { data } = useQuery(FindPeopleDocument, {
    variables: { search },
    skip: search.length < 2,
    fetchPolicy: 'no-cache',
  });
  const there = new Set([vm.owner.id, ...vm.collaborators.map(({ id }) => id)]);
  const found = search.length < 2 ? [] : data?.findPeople.filter(({ id }) => !there.has(id));
  const letIn = async (person: { id: string; name: string }) => {
    try {
      await add({ variables: { input: { vmId: vm.id, userId: person.id } } });
      showNote(t('share.added', { name: person.name, vm: vm.name }));
      setText('');
    } catch (error) {
      showFault(t('share.failed', { vm: vm.name }), faultOf(error));
    }
  };
  return (
    <>
      <SearchInput
        className="bd-search"
        aria-label={t('share.find')}
        placeholder={t('share.find')}
        value={text}
        onChange={(_event, next) => setText(next)}
        onClear={() => setText('')}
      />
      {search.length >= 2 && found?.length === 0 && (
        <p className="bd-subtle" role="status">
          {t('share.nobody')}
        </p>
      )}
      <ul className="bd-plain-list" aria-label={t('share.found')}>
        {found?.map((person) => (
          <li key={person.id}>
            {person.name} <span className="bd-subtle">{person.username}</span>
            <Button
              variant="secondary"
              size="sm"
              isDisabled={loading}
              aria-label={t('share.add.of', { name: person.name })}
              onClick={() => void letIn(person)}
            >
              {t('share.add')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
