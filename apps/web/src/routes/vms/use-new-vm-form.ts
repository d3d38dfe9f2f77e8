import { useMutation } from '@apollo/client/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { type ApiFault, faultOf } from '../../api/api-fault.ts';
import { type CreateVmChoicesQuery, CreateVmDocument } from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { paths } from '../../paths.ts';
import { showTask } from '../../shell/toast-store.ts';
import { draftFaults, inputOf, keepNewVm, loadNewVm, type NewVmDraft } from './new-vm-form.ts';

/** The state of the form: draft, what may be told about it, and sending it. */
export function useNewVmForm(templates: CreateVmChoicesQuery['templates']) {
  const navigate = useNavigate();
  const [draft, setDraft, forget] = useDraft();
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const key = useRef(requestKey());
  const [create, { loading, error, reset }] = useMutation(CreateVmDocument);
  const template = templates.find((each) => each.id === draft.templateId) ?? templates[0];
  const fault = error && faultOf(error);
  const local = draftFaults(draft, template);
  const faults = shownFaults(fault, local, (field) => tried || touched.has(field));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (loading) return;
    if (!template || Object.keys(local).length > 0) return focusFault(Object.keys(local)[0]);
    const input = { ...inputOf(draft, template), clientMutationId: key.current };
    try {
      const { data } = await create({ variables: { input } });
      if (!data) return;
      forget();
      showTask(data.createVm);
      const { vm, id } = data.createVm;
      void navigate(vm ? paths.vm(vm.id) : paths.task(id));
    } catch (refused) {
      focusFault(faultOf(refused).fields[0]?.path);
    }
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
    forget,
  } as const;
}

/** The draft, kept over a reload until it is forgotten. */
function useDraft() {
  const [draft, setDraft] = useState<NewVmDraft>(loadNewVm);
  const over = useRef(false);
  useEffect(() => {
    if (!over.current) keepNewVm(draft);
  }, [draft]);
  const forget = () => {
    over.current = true;
    keepNewVm(null);
  };
  return [draft, setDraft, forget] as const;
}

/** The server's refusals, and what can be seen here of fields a person has left. */
function shownFaults(
  fault: ApiFault | undefined,
  local: Readonly<Record<string, string>>,
  isShown: (field: string) => boolean,
): Readonly<Record<string, string | undefined>> {
  const refused = fault?.fields.map((each) => [each.path, each.message] as const) ?? [];
  return Object.fromEntries([
    ...refused,
    ...Object.entries(local).filter(([field]) => isShown(field)),
  ]);
}

const fieldIds: Readonly<Record<string, string>> = {
  name: 'new-name',
  vcpus: 'new-vcpus',
  ramMiB: 'new-ram',
  templateId: 'new-template',
  diskGiB: 'new-disk',
  sshKey: 'new-ssh-key',
  userData: 'new-user-data',
  extraDiskGiB: 'new-extra-disk',
};

function focusFault(field: string | undefined): void {
  document.getElementById(fieldIds[field ?? ''] ?? '')?.focus();
}
