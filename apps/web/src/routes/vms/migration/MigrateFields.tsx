import { useQuery } from '@apollo/client/react';
import {
  Checkbox,
  ExpandableSection,
  FormGroup,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  PlacementDocument,
  type PlacementQuery,
  type VmStatus,
} from '../../../api/generated/graphql.ts';
import { titleOf } from '../../../components/fault-words.ts';
import { ReasonList } from '../../../components/ReasonList.tsx';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { BandwidthField } from './BandwidthField.tsx';
import { DisksAlong } from './DisksAlong.tsx';
import { limitFault, type MigrateDraft, wayWords } from './migrate-form.ts';
import './MigrateFields.css';

interface MigrateFieldsProps {
  readonly id: string;
  readonly vm: {
    readonly id: string;
    readonly name: string;
    readonly status: VmStatus;
    readonly vcpus: number;
    readonly ramMiB: number;
    readonly host: { readonly id: string } | null;
  };
  readonly draft: MigrateDraft;
  readonly onChange: (next: Partial<MigrateDraft>) => void;
}

type Preview = PlacementQuery['placementPreview'];
type Candidate = Preview['candidates'][number];

/** Host, way and limits of a migration, with each host's verdict. */
export function MigrateFields({ id, vm, draft, onChange }: MigrateFieldsProps) {
  const { data, error } = useQuery(PlacementDocument, {
    variables: {
      input: {
        ...{ vmId: vm.id, vcpus: vm.vcpus, ramMiB: vm.ramMiB },
        datastoreId: draft.datastoreId || null,
      },
    },
    fetchPolicy: 'network-only',
  });
  const preview = data?.placementPreview;
  const others = preview?.candidates.filter(({ host }) => host.id !== vm.host?.id) ?? [];
  return (
    <>
      <FormGroup label={t('migrate.host')} fieldId={`${id}-host`}>
        <FormSelect
          id={`${id}-host`}
          value={draft.hostId}
          onChange={(_event, hostId) => onChange({ hostId })}
        >
          <FormSelectOption value="" label={t('migrate.host.best')} />
          {others.map(({ host, accepted }) => (
            <FormSelectOption
              key={host.id}
              value={host.id}
              isDisabled={!accepted}
              label={accepted ? host.name : t('migrate.host.refused', { name: host.name })}
            />
          ))}
        </FormSelect>
      </FormGroup>
      <DisksAlong
        id={`${id}-disks`}
        vm={vm}
        value={draft.datastoreId}
        onPick={(datastoreId) => onChange({ datastoreId })}
      />
      {!draft.datastoreId && <p>{wayWords(vm.name, vm.status, draft.still)}</p>}
      {!draft.datastoreId && <p className="bd-subtle">{t('migrate.snapshots')}</p>}
      {error && <p className="bd-migrate-fault">{titleOf(faultOf(error))}</p>}
      {!error && !preview && <span className="bd-skeleton" />}
      {preview && <Verdicts others={others} wanted={draft.hostId || preview.chosen?.id} />}
      {vm.status !== 'SHUTDOWN' && vm.status !== 'CRASHED' && (
        <Limits id={id} draft={draft} running={vm.status === 'RUNNING'} onChange={onChange} />
      )}
    </>
  );
}

function Verdicts(props: { others: readonly Candidate[]; wanted: string | undefined }) {
  const chosen = props.others.find(({ host }) => host.id === props.wanted);
  const rest = props.others.filter((each) => each !== chosen);
  return (
    <section className="bd-migrate-verdicts" aria-live="polite">
      <h3>{t('migrate.preview')}</h3>
      {chosen ? (
        <Verdict candidate={chosen} />
      ) : (
        <p className="bd-migrate-fault">{t('migrate.preview.none')}</p>
      )}
      {rest.length > 0 && (
        <details open={!chosen}>
          <summary>{t('migrate.preview.others', { count: rest.length })}</summary>
          {rest.map((each) => (
            <Verdict key={each.host.id} candidate={each} />
          ))}
        </details>
      )}
    </section>
  );
}

function Verdict({ candidate: { host, reasons } }: { candidate: Candidate }) {
  return (
    <div>
      <strong>{host.name}</strong>
      <ReasonList reasons={reasons} />
    </div>
  );
}

interface LimitsProps extends Pick<MigrateFieldsProps, 'id' | 'draft' | 'onChange'> {
  readonly running: boolean;
}

/** What few need: said when asked for. */
function Limits({ id, draft, running, onChange }: LimitsProps) {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      toggleText={t('migrate.more')}
      isExpanded={open}
      onToggle={(_event, to) => setOpen(to)}
    >
      <div className="bd-migrate-limits">
        {running && (
          <Checkbox
            id={`${id}-still`}
            label={t('migrate.still')}
            description={t('migrate.still.help')}
            isChecked={draft.still}
            onChange={(_event, still) => onChange({ still })}
          />
        )}
        <BandwidthField
          id={`${id}-bandwidth`}
          value={draft.bandwidth}
          onChange={(bandwidth) => onChange({ bandwidth })}
        />
        {running && !draft.still && (
          <TextField
            id={`${id}-downtime`}
            label={t('migrate.downtime')}
            help={t('migrate.downtime.help')}
            inputMode="numeric"
            autoComplete="off"
            value={draft.downtime}
            fault={limitFault(draft.downtime)}
            onChange={(downtime) => onChange({ downtime })}
          />
        )}
      </div>
    </ExpandableSection>
  );
}
