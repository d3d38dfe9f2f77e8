import { useMutation, useQuery } from '@apollo/client/react';
import { Button, FormGroup, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import {
  AffinityChoicesDocument,
  type AffinityKind,
  type HostDetailFieldsFragment,
  SetHostAffinityDocument,
} from '../../api/generated/graphql.ts';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { PickOne } from '../../components/PickList.tsx';
import { Section } from '../../components/Section.tsx';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showFault } from '../../shell/toast-store.ts';

type Host = HostDetailFieldsFragment;
type Affinity = Host['affinities'][number];

/** VMs that are bound to a host, or kept off it. */
export function HostAffinities({ host }: { host: Host }) {
  const [adding, setAdding] = useState(false);
  const [set] = useMutation(SetHostAffinityDocument);
  const change = async (vmId: string, kind: AffinityKind | null): Promise<void> => {
    setAdding(false);
    try {
      await set({ variables: { input: { hostId: host.id, vmId, kind } } });
    } catch (error) {
      showFault(t('affinity.failed'), faultOf(error));
    }
  };
  return (
    <Section
      title={t('host.affinities')}
      action={
        <Button variant="link" isInline onClick={() => setAdding(true)}>
          {t('affinity.add')}
        </Button>
      }
    >
      <p className="bd-subtle bd-gap-below">{t('host.affinities.text')}</p>
      <DataTable
        label={t('host.affinities')}
        columns={columns}
        rows={host.affinities}
        rowKey={(affinity) => affinity.vm.id}
        rowName={(affinity) => affinity.vm.name}
        rowActions={(affinity) => (
          <Button variant="link" isInline onClick={() => void change(affinity.vm.id, null)}>
            {t('affinity.free')}
          </Button>
        )}
        errorTitle={t('host.error')}
        onRetry={() => undefined}
        empty={<p className="bd-subtle">{t('affinity.none')}</p>}
      />
      {adding && (
        <BindDialog
          name={host.name}
          onBind={(vmId, kind) => void change(vmId, kind)}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}

const kinds: readonly AffinityKind[] = ['REQUIRED', 'FORBIDDEN'];

interface BindDialogProps {
  readonly name: string;
  readonly onBind: (vmId: string, kind: AffinityKind) => void;
  readonly onClose: () => void;
}

function BindDialog({ name, onBind, onClose }: BindDialogProps) {
  const vms = useQuery(AffinityChoicesDocument, { variables: {} }).data?.vms.nodes ?? [];
  const [picked, setPicked] = useState('');
  const [kind, setKind] = useState<AffinityKind>('REQUIRED');
  const vmId = picked || (vms[0]?.id ?? '');
  return (
    <FormDialog
      title={t('affinity.add.title', { name })}
      submit={t('affinity.add')}
      isDisabled={!vmId}
      onSubmit={() => onBind(vmId, kind)}
      onClose={onClose}
    >
      <FormGroup label={t('affinity.vm')} fieldId="bind-vm">
        <PickOne
          id="bind-vm"
          fullWidth
          label={t('affinity.vm')}
          value={vmId}
          choices={vms.map((vm) => ({ value: vm.id as string, label: vm.name }))}
          onPick={setPicked}
        />
      </FormGroup>
      <FormGroup role="radiogroup" label={t('affinity.kind')} fieldId="bind-kind">
        {kinds.map((each) => (
          <Radio
            key={each}
            id={`bind-${each}`}
            name="bind-kind"
            label={t(`affinity.${each}`)}
            isChecked={kind === each}
            onChange={() => setKind(each)}
          />
        ))}
      </FormGroup>
    </FormDialog>
  );
}

const columns: readonly Column<Affinity>[] = [
  {
    key: 'vm',
    label: t('affinity.vm'),
    cell: ({ vm }) => (
      <Link className="bd-link" to={paths.vm(vm.id)}>
        {vm.name}
      </Link>
    ),
  },
  { key: 'kind', label: t('affinity.kind'), cell: ({ kind }) => t(`affinity.${kind}`) },
];
