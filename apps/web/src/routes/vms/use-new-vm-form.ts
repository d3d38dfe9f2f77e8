import { useMutation } from '@apollo/client/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import { type CreateVmChoicesQuery, CreateVmDocument } from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { paths } from '../../paths.ts';
import { showTask } from '../../shell/toast-store.ts';
import { draftFaults, inputOf, loadDraft, type NewVmDraft, saveDraft } from './new-vm-form.ts';

/** The state of the form: draft, what may be told about it, and sending it. */
export function useNewVmForm(templates: CreateVmChoicesQuery['templates']) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState<NewVmDraft>(loadDraft);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const key = useRef(requestKey());
  const sent = useRef(false);
  const [create, { loading, error, reset }] = useMutation(CreateVmDocument);
  useEffect(() => {
    if (!sent.current) saveDraft(draft);
  }, [draft]);
  const template = templates.find((each) => each.id === draft.templateId) ?? templates[0];
  const fault = error && faultOf(error);
  const local = draftFaults(draft, template);
  const faults: Record<string, string | undefined> = {};
  for (const each of fault?.fields ?? []) faults[each.path] = each.message;
  for (const [field, text] of Object.entries(local)) {
    if (tried || touched.has(field)) faults[field] = text;
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (loading) return;
    if (!template || Object.keys(local).length > 0) return focusFault(Object.keys(local)[0]);
    const input = { ...inputOf(draft, template), clientMutationId: key.current };
    const { data, error: refused } = await create({ variables: { input } }).catch(
      (thrown: unknown) => ({ data: undefined, error: thrown }),
    );
    if (refused) return focusFault(faultOf(refused).fields[0]?.path);
    const task = data?.createVm;
    if (!task) return;
    sent.current = true;
    saveDraft(null);
    showTask(task);
    void navigate(task.vm ? paths.vm(task.vm.id) : paths.task(task.id));
  };
  return {
    draft,
    template,
    faults,
    fault,
    sending: loading,
    submit: (event: FormEvent) => void submit(event),
    touch: (field: string) => setTouched((old) => new Set(old).add(field)),
    change: (next: Partial<NewVmDraft>) => {
      // Another input is another request; the same one sent again is answered once.
      key.current = requestKey();
      if (error) reset();
      setDraft((old) => ({ ...old, ...next }));
    },
    forget: () => {
      sent.current = true;
      saveDraft(null);
    },
  } as const;
}

const fieldIds: Readonly<Record<string, string>> = {
  name: 'new-name',
  vcpus: 'new-vcpus',
  ramMiB: 'new-ram',
  templateId: 'new-template',
};

function focusFault(field: string | undefined): void {
  document.getElementById(fieldIds[field ?? ''] ?? '')?.focus();
}
