import { useQuery } from '@apollo/client/react';
import { faultOf } from '../../api/api-fault.ts';
import { PlacementDocument, type PlacementQuery } from '../../api/generated/graphql.ts';
import { Absent, Amount } from '../../components/Amount.tsx';
import { diskQuantity, ramQuantity } from '../../components/byte-size.ts';
import { titleOf } from '../../components/fault-words.ts';
import { ReasonList } from '../../components/ReasonList.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { t } from '../../messages/message.ts';
import { type NewVmDraft, sizeOf, type TemplateSize, typedExtraDisk } from './new-vm-form.ts';
import './NewVmSummary.css';

interface NewVmSummaryProps {
  readonly draft: NewVmDraft;
  readonly template: (TemplateSize & { readonly name: string }) | undefined;
  readonly isAdmin: boolean;
}

/** What will be made and where it would run, asked of the server as one types. */
export function NewVmSummary({ draft, template, isAdmin }: NewVmSummaryProps) {
  const size = sizeOf(draft, template);
  const extraDiskGiB = typedExtraDisk(draft);
  return (
    <aside className="bd-summary" aria-label={t('summary.title')}>
      <h2>{t('summary.title')}</h2>
      <dl>
        <dt>{t('new.name')}</dt>
        <dd>{draft.name || <Absent />}</dd>
        <dt>{t('new.template')}</dt>
        <dd>{template?.name ?? <Absent />}</dd>
        <dt>{t('new.vcpus')}</dt>
        <dd>{size ? size.vcpus : <Absent />}</dd>
        <dt>{t('summary.ram')}</dt>
        <dd>
          <Amount of={size && ramQuantity(size.ramMiB)} />
        </dd>
        <dt>{t('summary.disk')}</dt>
        <dd>
          <Amount of={template && diskQuantity(template.diskGiB)} />
        </dd>
        {extraDiskGiB !== undefined && (
          <>
            <dt>{t('summary.extraDisk')}</dt>
            <dd>
              <Amount of={diskQuantity(extraDiskGiB)} />
            </dd>
          </>
        )}
      </dl>
      {size && template && (
        <Placement
          templateId={draft.templateId}
          size={size}
          diskGiB={template.diskGiB}
          wanted={isAdmin ? draft.hostId : ''}
          showAll={isAdmin}
        />
      )}
    </aside>
  );
}

interface PlacementProps {
  readonly templateId: string;
  readonly size: { readonly vcpus: number; readonly ramMiB: number };
  readonly diskGiB: number;
  readonly wanted: string;
  readonly showAll: boolean;
}

type Candidate = PlacementQuery['placementPreview']['candidates'][number];

function Placement({ templateId, size, diskGiB, wanted, showAll }: PlacementProps) {
  const vcpus = useDebounced(size.vcpus, 250);
  const ramMiB = useDebounced(size.ramMiB, 250);
  const { data, previousData, error } = useQuery(PlacementDocument, {
    variables: { input: { vcpus, ramMiB, diskGiB, templateId } },
    fetchPolicy: 'network-only',
  });
  const preview = (data ?? previousData)?.placementPreview;
  if (error) return <p className="bd-summary-fault">{titleOf(faultOf(error))}</p>;
  if (!preview) return <span className="bd-skeleton" />;
  const chosenId = wanted || preview.chosen?.id;
  const chosen = preview.candidates.find((each) => each.host.id === chosenId);
  const others = preview.candidates.filter((each) => each !== chosen);
  const late = !data || vcpus !== size.vcpus || ramMiB !== size.ramMiB;
  return (
    <section aria-live="polite" aria-busy={late} className="bd-placement">
      <h3>{t('summary.host')}</h3>
      {chosen ? (
        <CandidateView candidate={chosen} strong />
      ) : (
        <p className="bd-summary-fault">
          {preview.candidates.length === 0 ? t('summary.noHosts') : t('summary.noRoom')}
        </p>
      )}
      {showAll && others.length > 0 && (
        <details open={!chosen}>
          <summary>{t('summary.others', { count: others.length })}</summary>
          {others.map((each) => (
            <CandidateView key={each.host.id} candidate={each} />
          ))}
        </details>
      )}
    </section>
  );
}

function CandidateView({ candidate, strong }: { candidate: Candidate; strong?: boolean }) {
  return (
    <div className="bd-candidate">
      <span className={strong ? 'bd-candidate-chosen' : ''}>{candidate.host.name}</span>
      {!candidate.accepted && <span className="bd-summary-fault"> {t('summary.refused')}</span>}
      <ReasonList reasons={candidate.reasons} />
    </div>
  );
}
