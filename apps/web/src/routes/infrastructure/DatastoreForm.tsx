import { useMutation } from '@apollo/client/react';
import { Alert, Button, Form } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { type ApiFault, faultOf } from '../../api/api-fault.ts';
import {
  AddDatastoreDocument,
  DatastoreListDocument,
  type DatastoreRowFragment,
  EditDatastoreDocument,
} from '../../api/generated/graphql.ts';
import { FaultDetails } from '../../components/FaultView.tsx';
import { remedyOf, titleOf } from '../../components/fault-words.ts';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';

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
}

const draftOf = (datastore: DatastoreRowFragment | null): Draft => ({
  name: datastore?.name ?? '',
  path: datastore?.path ?? '',
  mount: datastore?.mountAddress ?? '',
  reserve: datastore && !datastore.reserveIsDefault ? String(datastore.reserveGiB) : '',
});

/** A datastore's settings; a new one is tried on every host before it is added. */
export function DatastoreForm({ datastore, onClose }: DatastoreFormProps) {
  const [draft, setDraft] = useState(() => draftOf(datastore));
  const { save, saving, fault } = useSave(datastore);
  const reserveFault = /^\d{0,7}$/.test(draft.reserve.trim())
    ? undefined
    : t('datastore.reserveGiB.fault');
  const refusal = (path: string) => fault?.fields.find((field) => field.path === path)?.message;
  const field = (key: keyof Draft) => ({
    value: draft[key],
    autoComplete: 'off',
    spellCheck: false,
    onChange: (value: string) => setDraft((old) => ({ ...old, [key]: value })),
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (saving || reserveFault) return;
    if (await save(draft)) onClose();
  };
  return (
    <Form noValidate onSubmit={(event) => void submit(event)}>
      {fault && fault.fields.length === 0 && (
        <Alert component="h3" isInline variant="danger" title={titleOf(fault)}>
          <p>{remedyOf(fault)}</p>
          <FaultDetails fault={fault} />
        </Alert>
      )}
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

function useSave(datastore: DatastoreRowFragment | null) {
  const [add, adding] = useMutation(AddDatastoreDocument, {
    refetchQueries: [DatastoreListDocument],
  });
  const [edit, editing] = useMutation(EditDatastoreDocument);
  const [fault, setFault] = useState<ApiFault>();
  const save = async ({ name, path, mount, reserve }: Draft): Promise<boolean> => {
    setFault(undefined);
    const reserveGiB = reserve.trim() === '' ? null : Number(reserve);
    try {
      if (datastore) {
        const input = { id: datastore.id, name, mountAddress: mount, reserveGiB };
        await edit({ variables: { input } });
        showNote(t('datastore.saved', { name }));
      } else {
        await add({ variables: { input: { name, path, mountAddress: mount, reserveGiB } } });
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
