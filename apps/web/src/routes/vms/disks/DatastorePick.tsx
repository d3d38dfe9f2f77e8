import { FormGroup } from '@patternfly/react-core';
import type { DatastoreVerdictFragment } from '../../../api/generated/graphql.ts';
import { PickOne } from '../../../components/PickList.tsx';
import { ReasonList } from '../../../components/ReasonList.tsx';
import { t } from '../../../messages/message.ts';

interface DatastorePickProps {
  readonly id: string;
  readonly candidates: readonly DatastoreVerdictFragment[] | undefined;
  /** What stands first: no datastore in particular. */
  readonly first: string;
  /** Empty: the first. */
  readonly value: string;
  /** Whose reasons are told. */
  readonly told: DatastoreVerdictFragment | undefined;
  /** Why the question or its answer is not as it should be. */
  readonly faults: readonly (string | null | undefined | false)[];
  readonly busy: boolean;
  readonly onPick: (id: string) => void;
}

/** A datastore to be picked, each with what it says to that. */
export function DatastorePick({ id, candidates = [], first, ...props }: DatastorePickProps) {
  return (
    <FormGroup label={t('disk.datastore')} fieldId={id}>
      <PickOne
        id={id}
        fullWidth
        label={t('disk.datastore')}
        value={props.value}
        choices={[
          { value: '', label: first },
          ...candidates.map((each) => ({
            value: each.datastore.id,
            label: each.datastore.name,
            description: descriptionOf(each),
          })),
        ]}
        onPick={props.onPick}
      />
      <div aria-live="polite" aria-busy={props.busy}>
        {props.faults.map(
          (fault) =>
            fault && (
              <p key={fault} className="bd-field-fault">
                {fault}
              </p>
            ),
        )}
        {props.told && <ReasonList reasons={props.told.reasons} />}
      </div>
    </FormGroup>
  );
}

function descriptionOf({ accepted, freeAfterGiB, reasons }: DatastoreVerdictFragment): string {
  if (accepted) return t('disk.attach.after', { free: freeAfterGiB ?? '?' });
  const refusing = reasons.filter(({ ok }) => !ok).map(({ rule }) => rule);
  if (refusing.includes('host')) return t('disk.attach.unseen');
  if (refusing.includes('closed')) return t('datastore.closed');
  return refusing.includes('here') ? t('move.here') : t('disk.attach.full');
}
