import { useQuery } from '@apollo/client/react';
import { faultOf } from '../../../api/api-fault.ts';
import { DatastoreChoiceDocument } from '../../../api/generated/graphql.ts';
import { titleOf } from '../../../components/fault-words.ts';
import { useDebounced } from '../../../components/use-debounced.ts';
import { t } from '../../../messages/message.ts';
import { DatastorePick } from './DatastorePick.tsx';

interface DatastoreFieldProps {
  /** Whose host must see it. */
  readonly vmId: string;
  readonly sizeGiB: number;
  /** Empty: the one with most free space. */
  readonly value: string;
  readonly onPick: (id: string) => void;
}

/** Where a new disk goes: chosen by free space, with its reasons, or by hand. */
export function DatastoreField({ vmId, sizeGiB, value, onPick }: DatastoreFieldProps) {
  const asked = useDebounced(sizeGiB, 250);
  const { data, previousData, error } = useQuery(DatastoreChoiceDocument, {
    variables: { sizeGiB: asked, vmId },
    fetchPolicy: 'network-only',
  });
  const choice = (data ?? previousData)?.datastoreChoice;
  const wanted = value || choice?.chosen?.id;
  return (
    <DatastorePick
      id="attach-datastore"
      candidates={choice?.candidates}
      first={
        choice?.chosen
          ? t('disk.attach.auto', { name: choice.chosen.name })
          : t('disk.attach.autoNone')
      }
      value={value}
      told={
        choice?.candidates.find(({ datastore }) => datastore.id === wanted) ?? choice?.candidates[0]
      }
      faults={[
        error && titleOf(faultOf(error)),
        choice && !choice.chosen && t('disk.attach.noRoom'),
      ]}
      busy={!data || asked !== sizeGiB}
      onPick={onPick}
    />
  );
}
