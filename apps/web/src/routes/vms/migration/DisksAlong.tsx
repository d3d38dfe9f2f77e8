import { useQuery } from '@apollo/client/react';
import { Alert, FormGroup, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { faultOf } from '../../../api/api-fault.ts';
import { DiskMoveChoiceDocument } from '../../../api/generated/graphql.ts';
import { titleOf } from '../../../components/fault-words.ts';
import { t } from '../../../messages/message.ts';

interface DisksAlongProps {
  readonly id: string;
  readonly vm: { readonly id: string; readonly name: string };
  /** Empty: they stay where they are. */
  readonly value: string;
  readonly onPick: (datastoreId: string) => void;
}

/** Whether the disks go along, for a host that does not see their datastore. */
export function DisksAlong({ id, vm, value, onPick }: DisksAlongProps) {
  const { data, error } = useQuery(DiskMoveChoiceDocument, {
    variables: { id: vm.id, along: true },
    fetchPolicy: 'network-only',
  });
  const choice = data?.diskMoveChoice;
  return (
    <FormGroup label={t('migrate.disks')} fieldId={id}>
      <FormSelect id={id} value={value} onChange={(_event, picked) => onPick(picked)}>
        <FormSelectOption value="" label={t('migrate.disks.stay')} />
        {choice?.candidates.map(({ datastore, accepted }) => (
          <FormSelectOption
            key={datastore.id}
            value={datastore.id}
            isDisabled={!accepted}
            label={
              accepted
                ? t('migrate.disks.along', { name: datastore.name })
                : t('migrate.disks.refused', { name: datastore.name })
            }
          />
        ))}
      </FormSelect>
      {error && <p className="bd-field-fault">{titleOf(faultOf(error))}</p>}
      {value && choice && (
        <p className="bd-subtle">
          {choice.live
            ? t('migrate.disks.live', { name: vm.name })
            : t('migrate.disks.off', { name: vm.name })}
        </p>
      )}
      {value && choice?.obstacle && (
        <Alert component="h3" isInline variant="warning" title={choice.obstacle} />
      )}
    </FormGroup>
  );
}
