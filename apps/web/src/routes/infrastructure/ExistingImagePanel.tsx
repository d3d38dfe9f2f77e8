import { useMutation, useQuery } from '@apollo/client/react';
import { Button, Form, FormGroup } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import {
  CreateVmFromExistingImageDocument,
  ExistingImagesDocument,
  ImageDatastoresDocument,
} from '../../api/generated/graphql.ts';
import { bytesToGiB, diskQuantity, quantityText } from '../../components/byte-size.ts';
import { FormFault } from '../../components/FormFault.tsx';
import { PickOne } from '../../components/PickList.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useFaultInSight } from '../../components/use-fault-in-sight.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showTask } from '../../shell/toast-store.ts';

/** Launches a VM from a disk that is still on a datastore. */
export function ExistingImagePanel({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState({
    ...{ datastoreId: '', identity: '', name: '', vcpus: '1', ram: '1024' },
  });
  const change = (next: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...next }));
  const datastores = useQuery(ImageDatastoresDocument).data?.datastores ?? [];
  const datastoreId = draft.datastoreId || (datastores[0]?.id ?? '');
  const images = useQuery(ExistingImagesDocument, {
    variables: { datastoreId },
    skip: datastoreId === '',
    fetchPolicy: 'cache-and-network',
  });
  const [create, { error, loading }] = useMutation(CreateVmFromExistingImageDocument);
  const fault = faultOf(error ?? images.error ?? new Error());
  const shown = error ?? images.error;
  const faultAt = (path: string) =>
    shown ? fault.fields.find((each) => each.path === path)?.message : undefined;
  const showFault = useFaultInSight(shown);
  const submit = async (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    showFault(event);
    const { name, identity, vcpus, ram } = draft;
    const input = { name, identity, datastoreId, vcpus: Number(vcpus), ramMiB: Number(ram) };
    try {
      const { data } = await create({ variables: { input } });
      if (!data) return;
      const { vm } = data.createVmFromExistingImage;
      showTask(data.createVmFromExistingImage);
      if (vm) void navigate(paths.vm(vm.id));
    } catch {
      // The hook's own error is shown at its fields.
    }
  };
  const choices = (images.data?.unusedImages ?? []).map(({ identity, usedBytes }) => ({
    value: identity,
    label: identity,
    description: quantityText(diskQuantity(bytesToGiB(usedBytes))),
  }));
  return (
    <SidePanel title={t('existing.title')} onClose={onClose}>
      <Form noValidate onSubmit={(event) => void submit(event)}>
        <p className="bd-subtle">{t('existing.text')}</p>
        {shown && fault.fields.length === 0 && <FormFault fault={fault} />}
        <FormGroup label={t('existing.datastore')} fieldId="existing-datastore">
          <PickOne
            id="existing-datastore"
            fullWidth
            label={t('existing.datastore')}
            value={datastoreId}
            choices={datastores.map(({ id, name }) => ({ value: id, label: name }))}
            onPick={(value) => change({ datastoreId: value, identity: '' })}
          />
        </FormGroup>
        <FormGroup label={t('existing.image')} fieldId="existing-image">
          {images.data && choices.length === 0 ? (
            <p>{t('existing.none')}</p>
          ) : (
            <PickOne
              id="existing-image"
              fullWidth
              label={t('existing.choose')}
              value={draft.identity}
              choices={choices}
              onPick={(identity) => change({ identity })}
            />
          )}
          {faultAt('identity') && (
            <p role="alert" className="bd-field-fault">
              {faultAt('identity')}
            </p>
          )}
        </FormGroup>
        <TextField
          id="existing-name"
          label={t('existing.name')}
          value={draft.name}
          autoComplete="off"
          fault={faultAt('name')}
          onChange={(name) => change({ name })}
        />
        <TextField
          id="existing-vcpus"
          label={t('existing.vcpus')}
          inputMode="numeric"
          value={draft.vcpus}
          fault={faultAt('vcpus')}
          onChange={(vcpus) => change({ vcpus })}
        />
        <TextField
          id="existing-ram"
          label={t('existing.ram')}
          inputMode="numeric"
          value={draft.ram}
          fault={faultAt('ramMiB')}
          onChange={(ram) => change({ ram })}
        />
        <div className="bd-form-footer">
          <Button type="submit" isLoading={loading} isDisabled={loading || draft.identity === ''}>
            {t('existing.submit')}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </Form>
    </SidePanel>
  );
}
