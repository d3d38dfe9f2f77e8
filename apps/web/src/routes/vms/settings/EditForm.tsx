import { useMutation } from '@apollo/client/react';
import {
  ActionGroup,
  Alert,
  Button,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextArea,
} from '@patternfly/react-core';
import type { FormEvent } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import { EditVmDocument } from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { FormFault } from '../../../components/FormFault.tsx';
import { PickOne } from '../../../components/PickList.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { useFaultInSight } from '../../../components/use-fault-in-sight.ts';
import { useKeptDraft } from '../../../components/use-kept-draft.ts';
import { t } from '../../../messages/message.ts';
import { useIsAdmin } from '../../../session/session.tsx';
import { showTask } from '../../../shell/toast-store.ts';
import {
  changesOf,
  countFault,
  draftOf,
  type EditDraft,
  type EditedVm,
  effectOf,
} from './edit-draft.ts';

const bootOrders = [
  { value: 'DISK', label: t('edit.boot.disk') },
  { value: 'CDROM,DISK', label: t('edit.boot.cdrom') },
  { value: 'NETWORK,DISK', label: t('edit.boot.network') },
  { value: 'DISK,NETWORK', label: t('edit.boot.diskNetwork') },
] as const;

const priorities = Array.from({ length: 9 }, (_, i) => {
  const value = String(i + 1);
  const word = {
    1: 'edit.priority.first',
    5: 'edit.priority.usual',
    9: 'edit.priority.last',
  } as const;
  const named = word[(i + 1) as keyof typeof word];
  return { value, label: named ? t(named) : value };
});

/** The settings of a VM; says before they are sent when they take effect. */
export function EditForm({ vm, reason }: { vm: EditedVm; reason: string | undefined }) {
  const form = useEditForm(vm);
  const isAdmin = useIsAdmin();
  const { draft, change, fault, fields } = form;
  const size = (what: 'vcpus' | 'ramMiB') => ({
    value: draft[what],
    inputMode: 'numeric' as const,
    isDisabled: reason !== undefined,
    help: effectOf(vm, what, draft[what]),
    fault: fields[what] ?? countFault(draft[what]),
    onChange: (text: string) => change({ [what]: text }),
  });
  const text = (what: 'name' | 'expires') => ({
    value: draft[what],
    isDisabled: reason !== undefined,
    onChange: (value: string) => change({ [what]: value }),
  });
  const known = bootOrders.some(({ value }) => value === draft.bootOrder);
  return (
    <Form className="bd-narrow-form" noValidate onSubmit={(event) => void form.submit(event)}>
      {reason && <Alert component="h3" isInline isPlain variant="info" title={reason} />}
      {fault && fault.fields.length === 0 && <FormFault fault={fault} />}
      <TextField
        id="edit-name"
        label={t('new.name')}
        autoComplete="off"
        spellCheck={false}
        help={t('edit.name.help')}
        fault={fields['name']}
        {...text('name')}
      />
      <TextField id="edit-vcpus" label={t('vm.column.vcpus')} {...size('vcpus')} />
      <TextField id="edit-ram" label={t('edit.ram')} {...size('ramMiB')} />
      <TextField
        id="edit-expires"
        label={t('edit.expires')}
        type="date"
        help={t('edit.expires.help')}
        fault={fields['expiresAt']}
        {...text('expires')}
      />
      <FormGroup label={t('edit.boot')} fieldId="edit-boot">
        <PickOne
          id="edit-boot"
          fullWidth
          isDisabled={reason !== undefined}
          label={t('edit.boot')}
          value={draft.bootOrder}
          choices={
            known ? bootOrders : [...bootOrders, { value: draft.bootOrder, label: draft.bootOrder }]
          }
          onPick={(bootOrder) => change({ bootOrder })}
        />
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{t('edit.boot.help')}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      {isAdmin && (
        <FormGroup label={t('edit.priority')} fieldId="edit-priority">
          <PickOne
            id="edit-priority"
            fullWidth
            isDisabled={reason !== undefined}
            label={t('edit.priority')}
            value={draft.startPriority}
            choices={priorities}
            onPick={(startPriority) => change({ startPriority })}
          />
          <FormHelperText>
            <HelperText>
              <HelperTextItem>{t('edit.priority.help')}</HelperTextItem>
            </HelperText>
          </FormHelperText>
        </FormGroup>
      )}
      <FormGroup label={t('new.purpose')} fieldId="edit-purpose">
        <TextArea
          id="edit-purpose"
          rows={2}
          resizeOrientation="vertical"
          isDisabled={reason !== undefined}
          value={draft.purpose}
          onChange={(_event, purpose) => change({ purpose })}
        />
      </FormGroup>
      <ActionGroup>
        <Button
          type="submit"
          isLoading={form.saving}
          isAriaDisabled={!form.touched || form.saving || !!reason}
        >
          {t('action.save')}
        </Button>
        <Button variant="link" isDisabled={!form.touched} onClick={form.reset}>
          {t('edit.reset')}
        </Button>
      </ActionGroup>
    </Form>
  );
}

function useEditForm(vm: EditedVm) {
  // Only what was typed is kept: the rest follows the VM while others change it.
  const [typed, setTyped] = useKeptDraft<EditDraft>(`baadal.edit.${vm.id}`);
  const [save, { loading, error, reset }] = useMutation(EditVmDocument);
  const draft = { ...draftOf(vm), ...typed };
  const fault = error && faultOf(error);
  const fields: Record<string, string | undefined> = {};
  for (const each of fault?.fields ?? []) fields[each.path] = each.message;
  const showFault = useFaultInSight(fault);
  const changes = changesOf(vm, draft);
  const touched = Object.keys(changes).length > 0;
  const submit = async (event: FormEvent<HTMLElement>): Promise<void> => {
    event.preventDefault();
    showFault(event);
    if (!touched || loading || countFault(draft.vcpus) || countFault(draft.ramMiB)) return;
    const input = { id: vm.id, ...changes, clientMutationId: requestKey() };
    try {
      const { data } = await save({ variables: { input } });
      if (data) showTask(data.editVm);
      setTyped({});
    } catch {
      // The hook's own error is shown at its field, or above.
    }
  };
  return {
    ...{ draft, fault, fields, touched, submit },
    saving: loading,
    change: (next: Partial<EditDraft>) => setTyped((old) => ({ ...old, ...next })),
    reset: () => {
      setTyped({});
      reset();
    },
  } as const;
}
