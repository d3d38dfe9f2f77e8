import { useQuery } from '@apollo/client/react';
import { Checkbox, FormGroup, Radio, Skeleton } from '@patternfly/react-core';
import { faultOf } from '../../api/api-fault.ts';
import { HostsForDatastoreDocument } from '../../api/generated/graphql.ts';
import { titleOf } from '../../components/fault-words.ts';
import { t } from '../../messages/message.ts';
import './HostsField.css';

interface HostsFieldProps {
  readonly every: boolean;
  readonly chosen: readonly string[];
  readonly fault: string | undefined;
  readonly onChange: (next: { every?: boolean; chosen?: readonly string[] }) => void;
}

/** Which hosts have a datastore: all, or those that are ticked. */
export function HostsField({ every, chosen, fault, onChange }: HostsFieldProps) {
  return (
    <FormGroup role="radiogroup" label={t('datastore.hosts')} fieldId="datastore-hosts">
      <div className="bd-hosts-field">
        <Radio
          id="datastore-hosts-every"
          name="datastore-hosts"
          label={t('datastore.hosts.every')}
          description={t('datastore.hosts.every.help')}
          isChecked={every}
          onChange={() => onChange({ every: true })}
        />
        <Radio
          id="datastore-hosts-some"
          name="datastore-hosts"
          label={t('datastore.hosts.some')}
          description={t('datastore.hosts.some.help')}
          isChecked={!every}
          onChange={() => onChange({ every: false })}
        />
        {!every && <HostChoices chosen={chosen} onChange={onChange} />}
      </div>
      {fault && (
        <p className="bd-field-fault" role="alert">
          {fault}
        </p>
      )}
    </FormGroup>
  );
}

function HostChoices({ chosen, onChange }: Pick<HostsFieldProps, 'chosen' | 'onChange'>) {
  const { data, error } = useQuery(HostsForDatastoreDocument, { fetchPolicy: 'network-only' });
  if (error) return <p className="bd-field-fault">{titleOf(faultOf(error))}</p>;
  if (!data) return <Skeleton height="48px" screenreaderText={t('loading')} />;
  const toggle = (id: string, on: boolean) =>
    onChange({ chosen: on ? [...chosen, id] : chosen.filter((each) => each !== id) });
  return (
    <div className="bd-hosts-choices">
      {data.hosts.map(({ id, name, status }) => (
        <Checkbox
          key={id}
          id={`datastore-host-${id}`}
          label={name}
          description={status === 'UP' ? undefined : t('datastore.hosts.away')}
          isChecked={chosen.includes(id)}
          onChange={(_event, on) => toggle(id, on)}
        />
      ))}
    </div>
  );
}
