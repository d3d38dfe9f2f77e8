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
import { FindOne } from '../../components/FindOne.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import type { Choice } from '../../components/PickList.tsx';
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

function useFoundVms(search: string) {
  const { data, previousData } = useQuery(AffinityChoicesDocument, {
    variables: search ? { search } : {},
  });
  return (data ?? previousData)?.vms.nodes.map(({ id, name }) => ({ value: id, label: name }));
}

function BindDialog({ name, onBind, onClose }: BindDialogProps) {
  const [picked, setPicked] = useState<Choice<string>>();
  const [kind, setKind] = useState<AffinityKind>('REQUIRED');
  return (
    <FormDialog
      title={t('affinity.add.title', { name })}
      submit={t('affinity.add')}
      isDisabled={!picked}
      onSubmit={() => picked && onBind(picked.value, kind)}
      onClose={onClose}
    >
      <FindOne
        id="bind-vm"
        label={t('affinity.vm')}
        placeholder={t('groups.vms.search')}
        picked={picked}
        useFound={useFoundVms}
        onPick={setPicked}
      />
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
