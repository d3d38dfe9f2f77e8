import { useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type ApiFault, faultOf } from '../../api/api-fault.ts';
import {
  AddHostDocument,
  ProbeHostDocument,
  type ProbeHostMutation,
} from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showNote } from '../../shell/toast-store.ts';
import { numberFaults } from './machine-fields.ts';

/** What was found of a machine. */
export type Probe = ProbeHostMutation['probeHost'];

/** What is typed on the way to a new host. */
export interface HostDraft {
  readonly address: string;
  readonly sshUser: string;
  readonly sshPort: string;
  readonly name: string;
  readonly rack: string;
  readonly slot: string;
  readonly bridge: string;
  /** It takes part in the migration of running VMs. */
  readonly migration: boolean;
}

const empty: HostDraft = {
  address: '',
  sshUser: 'root',
  sshPort: '22',
  name: '',
  rack: '',
  slot: '',
  bridge: '',
  migration: false,
};

/** What the draft says of the machine. */
function machineOf(draft: HostDraft) {
  const bridge = draft.bridge.trim();
  return {
    address: draft.address.trim(),
    sshUser: draft.sshUser.trim(),
    sshPort: Number(draft.sshPort),
    ...(bridge && { bridge }),
  };
}

/** What the draft says of the host that it will be. */
function placeOf({ name, rack, slot, migration }: HostDraft) {
  return {
    name: name.trim(),
    migration,
    ...(rack.trim() && { rack: rack.trim() }),
    ...(slot.trim() && { slot: Number(slot) }),
  };
}

function useFault(draft: HostDraft) {
  const [fault, setFault] = useState<ApiFault>();
  const typed = numberFaults(draft);
  const fields: Record<string, string | undefined> = { ...typed };
  for (const { path, message } of fault?.fields ?? []) fields[path] ??= message;
  /** Runs a request and keeps why it was refused. */
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setFault(undefined);
    if (Object.keys(typed).length > 0) return;
    try {
      await work();
    } catch (error) {
      setFault(faultOf(error));
    }
  };
  return { fault, fields, attempt, forget: () => setFault(undefined) } as const;
}

/** The way from an address to a host: its key, what it is, its name. */
export function useAddHost() {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(empty);
  const [found, setFound] = useState<{ readonly probe: Probe; readonly confirmed: boolean }>();
  const { fault, fields, attempt, forget } = useFault(draft);
  const [look, looking] = useMutation(ProbeHostDocument);
  const [add, adding] = useMutation(AddHostDocument);
  const change = (next: Partial<HostDraft>) => setDraft((old) => ({ ...old, ...next }));

  /** Without fingerprint only the offered one is found out. */
  const lookAt = (hostKeyFingerprint?: string): Promise<void> =>
    attempt(async () => {
      const key = hostKeyFingerprint ? { hostKeyFingerprint } : {};
      const { data } = await look({ variables: { input: { ...machineOf(draft), ...key } } });
      if (!data) return;
      setFound({ probe: data.probeHost, confirmed: hostKeyFingerprint !== undefined });
      const hostname = data.probeHost.facts?.hardware.hostname.split('.')[0] ?? '';
      setDraft((old) => ({ ...old, name: old.name || hostname }));
    });
  const save = (hostKeyFingerprint: string): Promise<void> =>
    attempt(async () => {
      const keys = { hostKeyFingerprint, clientMutationId: requestKey() };
      const { data } = await add({
        variables: { input: { ...machineOf(draft), ...placeOf(draft), ...keys } },
        update: (cache) => cache.evict({ fieldName: 'hosts' }),
      });
      if (!data) return;
      showNote(t('host.added', { name: data.addHost.name }));
      void navigate(paths.host(data.addHost.id));
    });
  const startOver = () => {
    setFound(undefined);
    forget();
    change({ name: '' });
  };
  const busy = looking.loading || adding.loading;
  return { draft, ...found, fault, fields, busy, change, lookAt, save, startOver } as const;
}

/** The state of the way and what moves it on. */
export type AddHost = ReturnType<typeof useAddHost>;
