import { useMutation } from '@apollo/client/react';
import { Button, Form } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { type ApiFault, faultOf } from '../../api/api-fault.ts';
import {
  AddDatastoreDocument,
  DatastoreListDocument,
  type DatastoreRowFragment,
  EditDatastoreDocument,
} from '../../api/generated/graphql.ts';
import { FormFault } from '../../components/FormFault.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useFaultInSight } from '../../components/use-fault-in-sight.ts';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';
import { HostsField } from './HostsField.tsx';

interface DatastoreFormProps {
  /** Null: a new one. */
  readonly datastore: DatastoreRowFragment | null;
  readonly onClose: () => void;
}

interface Draft {
  readonly name: string;
  readonly path: string;
  readonly mount: string;
  readonly reserve: string;
  readonly every: boolean;
  readonly chosen: readonly string[];
}

const draftOf = (datastore: DatastoreRowFragment | null): Draft => ({
  name: datastore?.name ?? '',
  path: datastore?.path ?? '',
  mount: datastore?.mountAddress ?? '',
  reserve: datastore && !datastore.reserveIsDefault ? String(datastore.reserveGiB) : '',
  every: datastore?.everyHost ?? true,
  chosen: datastore && !datastore.everyHost ? datastore.hosts.map(({ host }) => host.id) : [],
});

/** A datastore's settings; hosts that are to have it are tried first. */
export function DatastoreForm({ datastore, onClose }: DatastoreFormProps) {
  const [draft, setDraft] = useState(() => draftOf(datastore));
  const { save, saving, fault } = useSave(datastore);
  const reserveFault = /^\d{0,7}$/.test(draft.reserve.trim())
    ? undefined
    : t('datastore.reserveGiB.fault');
  const refusal = (path: string) => fault?.fields.find((field) => field.path === path)?.message;
  const noHost = !draft.every && draft.chosen.length === 0;
  const [sent, setSent] = useState(false);
  const hostFault = sent && noHost ? t('datastore.hosts.pick') : refusal('hostIds');
  const field = (key: 'name' | 'path' | 'mount' | 'reserve') => ({
    value: draft[key],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (value: string) => setDraft((old) => ({ ...old, [key]: value })),
  });
  const showFault = useFaultInSight(fault);
  const submit = async (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    showFault(event);
    setSent(true);
    if (saving || reserveFault || noHost) return;
    if (await save(draft)) onClose();
  };
  return (
    <Form noValidate onSubmit={(event) => void submit(event)}>
      {fault && fault.fields.length === 0 && <FormFault fault={fault} />}
      <TextField
        id="datastore-name"
        label={t('datastore.name')}
        isRequired
        help={t('datastore.name.help')}
        fault={refusal('name')}
        {...field('name')}
      />
      <TextField
        id="datastore-path"
        label={t('datastore.path')}
        isRequired
        {...(datastore && { readOnlyVariant: 'default' as const })}
        help={datastore ? t('datastore.path.fixed') : t('datastore.path.help')}
        fault={refusal('path')}
        {...field('path')}
      />
      <HostsField
        every={draft.every}
        chosen={draft.chosen}
        fault={hostFault}
        onChange={(next) => setDraft((old) => ({ ...old, ...next }))}
      />
      <TextField
        id="datastore-mount"
        label={t('datastore.mount')}
        help={t('datastore.mount.help')}
        fault={refusal('mountAddress')}
        {...field('mount')}
      />
      <TextField
        id="datastore-reserve"
        label={t('datastore.reserveGiB')}
        inputMode="numeric"
        help={t('datastore.reserveGiB.help')}
        fault={reserveFault ?? refusal('reserveGiB')}
        {...field('reserve')}
      />
      <div className="bd-form-footer">
        <Button type="submit" isLoading={saving} isDisabled={saving}>
          {datastore ? t('action.save') : t('datastore.add.submit')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}

const sameHosts = (a: Draft, b: Draft): boolean =>
  a.every === b.every && (a.every || a.chosen.toSorted().join() === b.chosen.toSorted().join());

function useSave(datastore: DatastoreRowFragment | null) {
  const [add, adding] = useMutation(AddDatastoreDocument, {
    refetchQueries: [DatastoreListDocument],
  });
  const [edit, editing] = useMutation(EditDatastoreDocument);
  const [fault, setFault] = useState<ApiFault>();
  const save = async (draft: Draft): Promise<boolean> => {
    const { name, path, mount, reserve, every, chosen } = draft;
    setFault(undefined);
    const reserveGiB = reserve.trim() === '' ? null : Number(reserve);
    try {
      if (datastore) {
        const hosts = sameHosts(draftOf(datastore), draft)
          ? {}
          : every
            ? { everyHost: true }
            : { hostIds: [...chosen] };
        const input = { id: datastore.id, name, mountAddress: mount, reserveGiB, ...hosts };
        await edit({ variables: { input } });
        showNote(t('datastore.saved', { name }));
      } else {
        const hostIds = every ? null : [...chosen];
        const input = { name, path, mountAddress: mount, reserveGiB, hostIds };
        await add({ variables: { input } });
        showNote(t('datastore.added', { name }));
      }
      return true;
    } catch (error) {
      setFault(faultOf(error));
      return false;
    }
  };
  return { save, saving: adding.loading || editing.loading, fault } as const;
}
