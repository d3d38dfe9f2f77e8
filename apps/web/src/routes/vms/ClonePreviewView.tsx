import { skipToken, useQuery } from '@apollo/client/react';
import { faultOf } from '../../api/api-fault.ts';
import { ClonePreviewDocument, type ClonePreviewQuery } from '../../api/generated/graphql.ts';
import { quantityText, ramQuantity, spaceQuantity } from '../../components/byte-size.ts';
import { titleOf } from '../../components/fault-words.ts';
import { type Property, PropertyList } from '../../components/PropertyList.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { t } from '../../messages/message.ts';
import { type CloneDraft, cloneInput, namesText } from './clone-form.ts';
import './ClonePreviewView.css';

interface ClonePreviewProps {
  readonly vm: { readonly id: string; readonly name: string };
  readonly draft: CloneDraft;
}

type Preview = ClonePreviewQuery['clonePreview'];

/** Names, disks, hosts and room, asked of the server as one types. */
export function ClonePreviewView({ vm, draft }: ClonePreviewProps) {
  const settled = useDebounced(draft, 250);
  const input = cloneInput(vm.id, settled);
  const { data, previousData, error } = useQuery(
    ClonePreviewDocument,
    input ? { variables: { input }, fetchPolicy: 'network-only' } : skipToken,
  );
  // Of what is typed now, or was a moment ago; never of what came before something that cannot be.
  const preview = input && (data ?? previousData)?.clonePreview;
  return (
    <section className="bd-clone-preview" aria-live="polite" aria-busy={!data || settled !== draft}>
      <h3>{t('clone.preview')}</h3>
      {error && <p className="bd-clone-short">{titleOf(faultOf(error))}</p>}
      {!error && !preview && input && <span className="bd-skeleton" />}
      {preview && !error && (
        <>
          <PropertyList items={factsOf(preview)} />
          <Needs needs={preview.needs} />
        </>
      )}
      <p className="bd-subtle">{t('clone.running', { name: vm.name })}</p>
      <p className="bd-subtle">{t('clone.identity', { name: vm.name })}</p>
    </section>
  );
}

function factsOf(preview: Preview): Property[] {
  const disks = preview.disks.map(({ target, sizeGiB }) =>
    t('clone.disk', { target, size: sizeGiB }),
  );
  const amount = quantityText(ramQuantity(preview.copiedMiB));
  return [
    { label: t('clone.names'), value: namesText(preview.names) },
    {
      label: t('clone.copied'),
      value: t('clone.copied.value', { disks: disks.join(', '), amount }),
    },
    {
      label: t('clone.hosts'),
      value:
        preview.hosts
          .map(({ hostName, count }) => t('clone.share', { count, name: hostName }))
          .join(', ') || t('clone.hosts.none'),
    },
  ];
}

type Need = Preview['needs'][number];

/** A count, or space in the unit that reads best; below zero is what is missing. */
function amountOf({ kind }: Need, amount: number): string {
  if (kind !== 'DATASTORE_MIB') return String(amount);
  const text = quantityText(spaceQuantity(Math.abs(amount)));
  return amount < 0 ? `−${text}` : text;
}

function Needs({ needs }: { needs: Preview['needs'] }) {
  const short = needs.flatMap((need) => need.short ?? []);
  return (
    <>
      <table className="bd-clone-needs">
        <thead>
          <tr>
            <th scope="col">{t('clone.need')}</th>
            <th scope="col">{t('clone.before')}</th>
            <th scope="col">{t('clone.after')}</th>
          </tr>
        </thead>
        <tbody>
          {needs.map((need) => (
            <tr key={need.kind}>
              <th scope="row">{t(`clone.need.${need.kind}`)}</th>
              <td>{amountOf(need, need.free)}</td>
              <td className={need.short ? 'bd-clone-short' : ''}>
                {amountOf(need, need.free - need.needed)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {short.map((text) => (
        <p key={text} className="bd-clone-short">
          {text}
        </p>
      ))}
    </>
  );
}
