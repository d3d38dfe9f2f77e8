import { useQuery } from '@apollo/client/react';
import { FormGroup } from '@patternfly/react-core';
import { faultOf } from '../../../api/api-fault.ts';
import {
  DatastoreChoiceDocument,
  type DatastoreChoiceQuery,
} from '../../../api/generated/graphql.ts';
import { titleOf } from '../../../components/fault-words.ts';
import { PickOne } from '../../../components/PickList.tsx';
import { ReasonList } from '../../../components/ReasonList.tsx';
import { useDebounced } from '../../../components/use-debounced.ts';
import { t } from '../../../messages/message.ts';

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
  const chosen = choice?.candidates.find(
    (each) => each.datastore.id === (value || choice.chosen?.id),
  );
  const why = chosen ?? choice?.candidates[0];
  return (
    <FormGroup label={t('disk.datastore')} fieldId="attach-datastore">
      <PickOne
        id="attach-datastore"
        fullWidth
        label={t('disk.datastore')}
        value={value}
        choices={[
          {
            value: '',
            label: choice?.chosen
              ? t('disk.attach.auto', { name: choice.chosen.name })
              : t('disk.attach.autoNone'),
          },
          ...(choice?.candidates ?? []).map(({ datastore, accepted, freeAfterGiB, reasons }) => ({
            value: datastore.id,
            label: datastore.name,
            description: descriptionOf({ accepted, freeAfterGiB, reasons }),
          })),
        ]}
        onPick={onPick}
      />
      {error && <p className="bd-field-fault">{titleOf(faultOf(error))}</p>}
      <div aria-live="polite" aria-busy={!data || asked !== sizeGiB}>
        {choice && !choice.chosen && <p className="bd-field-fault">{t('disk.attach.noRoom')}</p>}
        {why && <ReasonList reasons={why.reasons} />}
      </div>
    </FormGroup>
  );
}

type Verdict = Pick<
  DatastoreChoiceQuery['datastoreChoice']['candidates'][number],
  'accepted' | 'freeAfterGiB' | 'reasons'
>;

function descriptionOf({ accepted, freeAfterGiB, reasons }: Verdict): string {
  if (accepted) return t('disk.attach.after', { free: freeAfterGiB ?? '?' });
  const refused = (rule: string) => reasons.some((reason) => reason.rule === rule && !reason.ok);
  if (refused('host')) return t('disk.attach.unseen');
  return refused('closed') ? t('datastore.closed') : t('disk.attach.full');
}
