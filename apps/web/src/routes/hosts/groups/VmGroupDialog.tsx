import { useMutation, useQuery } from '@apollo/client/react';
import { Button, FormGroup, Label, LabelGroup, Radio, SearchInput } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  AffinityChoicesDocument,
  CreateVmGroupDocument,
  EditVmGroupDocument,
  type GroupPolicy,
  type VmGroupFieldsFragment,
} from '../../../api/generated/graphql.ts';
import { FormDialog } from '../../../components/FormDialog.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { useDebounced } from '../../../components/use-debounced.ts';
import { t } from '../../../messages/message.ts';

interface VmGroupDialogProps {
  /** Absent: a new one. */
  readonly group: VmGroupFieldsFragment | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

interface Member {
  readonly id: string;
  readonly name: string;
}

const policies: readonly GroupPolicy[] = ['APART', 'TOGETHER'];

/** Makes a group, or changes its name, its policy and its VMs. */
export function VmGroupDialog({ group, onClose, onSaved }: VmGroupDialogProps) {
  const [name, setName] = useState(group?.name ?? '');
  const [policy, setPolicy] = useState<GroupPolicy>(group?.policy ?? 'APART');
  const [members, setMembers] = useState<readonly Member[]>(group?.vms ?? []);
  const [create, creating] = useMutation(CreateVmGroupDocument);
  const [edit, changing] = useMutation(EditVmGroupDocument);
  const loading = creating.loading || changing.loading;
  const error = creating.error ?? changing.error;
  const fault = error && faultOf(error);
  const nameFault = fault?.fields.find(({ path }) => path === 'name')?.message;
  const submit = async (): Promise<void> => {
    const input = { name: name.trim(), policy, vmIds: members.map(({ id }) => id) };
    try {
      if (group) await edit({ variables: { input: { id: group.id, ...input } } });
      else await create({ variables: { input } });
      onSaved();
      onClose();
    } catch {
      // The hooks' own errors are shown in the dialog.
    }
  };
  const title = group ? t('groups.edit.title', { name: group.name }) : t('groups.new');
  return (
    <FormDialog
      title={title}
      focus="#group-name"
      fault={fault}
      fields={['name']}
      submit={t('action.save')}
      busy={loading}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="group-name"
        label={t('groups.name')}
        value={name}
        autoComplete="off"
        fault={nameFault}
        onChange={setName}
      />
      <FormGroup role="radiogroup" label={t('groups.policy')} fieldId="group-policy">
        {policies.map((each) => (
          <Radio
            key={each}
            id={`group-${each}`}
            name="group-policy"
            label={t(`groups.${each}`)}
            isChecked={policy === each}
            onChange={() => setPolicy(each)}
          />
        ))}
      </FormGroup>
      <Members members={members} onChange={setMembers} />
    </FormDialog>
  );
}

interface MembersProps {
  readonly members: readonly Member[];
  readonly onChange: (members: readonly Member[]) => void;
}

/** The VMs of a group as labels, and those that a search finds to be added. */
function Members({ members, onChange }: MembersProps) {
  const [text, setText] = useState('');
  const search = useDebounced(text.trim(), 250);
  const { data } = useQuery(AffinityChoicesDocument, { variables: search ? { search } : {} });
  const taken = new Set(members.map(({ id }) => id));
  const others = data?.vms.nodes.filter(({ id }) => !taken.has(id)).slice(0, 10) ?? [];
  return (
    <FormGroup label={t('groups.vms')} fieldId="group-search">
      {members.length === 0 ? (
        <p className="bd-subtle">{t('groups.vms.none')}</p>
      ) : (
        <LabelGroup numLabels={100} aria-label={t('groups.vms')}>
          {members.map((vm) => (
            <Label
              key={vm.id}
              closeBtnAriaLabel={t('groups.vms.remove', { name: vm.name })}
              onClose={() => onChange(members.filter(({ id }) => id !== vm.id))}
            >
              {vm.name}
            </Label>
          ))}
        </LabelGroup>
      )}
      <SearchInput
        aria-label={t('groups.vms.search')}
        placeholder={t('groups.vms.search')}
        value={text}
        onChange={(_event, value) => setText(value)}
        onClear={() => setText('')}
      />
      {others.map((vm) => (
        <Button
          key={vm.id}
          variant="link"
          size="sm"
          onClick={() => onChange([...members, { id: vm.id, name: vm.name }])}
        >
          {t('groups.vms.add', { name: vm.name })}
        </Button>
      ))}
    </FormGroup>
  );
}
