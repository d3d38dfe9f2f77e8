import { useQuery } from '@apollo/client/react';
import {
  Alert,
  AlertActionLink,
  Button,
  Label,
  LabelGroup,
  SearchInput,
} from '@patternfly/react-core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { VmFilterChoicesDocument, type VmRowFragment } from '../../api/generated/graphql.ts';
import { titleOf } from '../../components/fault-words.ts';
import { useIsPhone } from '../../components/media.ts';
import { PickMany, PickOne } from '../../components/PickList.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { t } from '../../messages/message.ts';
import { useIsAdmin } from '../../session/session.tsx';
import { vmColumns } from './vm-columns.tsx';
import { isFiltered, type VmListParams } from './vm-list-params.ts';
import { statusWord, vmStatuses } from './vm-words.ts';

type Change = (next: Partial<VmListParams>) => void;

interface VmToolbarProps {
  readonly params: VmListParams;
  readonly onChange: Change;
  readonly columns: readonly string[];
  readonly onColumns: (columns: readonly string[]) => void;
  readonly pager: ReactNode;
}

const moreFilters = ['locked', 'expiring'] as const;

/** Search, filters, columns and the pager, on one line. */
export function VmToolbar({ params, onChange, columns, onColumns, pager }: VmToolbarProps) {
  const isAdmin = useIsAdmin();
  const isPhone = useIsPhone();
  return (
    <search className="bd-toolbar">
      <SearchField value={params.search} onSearch={(search) => onChange({ search })} />
      <PickMany
        label={t('filter.state')}
        values={params.status}
        choices={vmStatuses.map((value) => ({ value, label: statusWord(value) }))}
        onChange={(status) => onChange({ status })}
      />
      <PickMany
        label={t('filter.more')}
        values={moreFilters.filter((key) => params[key])}
        choices={moreFilters.map((value) => ({ value, label: t(`filter.${value}`) }))}
        onChange={(on) =>
          onChange({ locked: on.includes('locked'), expiring: on.includes('expiring') })
        }
      />
      {isAdmin && <HostFilter params={params} onChange={onChange} />}
      {isAdmin && (
        <Button
          variant="tertiary"
          className="bd-toggle"
          aria-pressed={params.mine}
          onClick={() => onChange({ mine: !params.mine })}
        >
          {t('filter.mine')}
        </Button>
      )}
      {!isPhone && (
        <PickMany
          label={t('filter.columns')}
          values={columns}
          choices={vmColumns
            .filter((column) => column.key !== 'name')
            .map((column) => ({ value: column.key, label: column.label }))}
          onChange={onColumns}
        />
      )}
      <span className="bd-toolbar-space" />
      {pager}
    </search>
  );
}

/** Searches on the server a moment after the last letter; follows the URL when it changes. */
function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text, 250);
  const sent = useRef(value);
  useEffect(() => {
    if (settled === sent.current) return;
    sent.current = settled;
    onSearch(settled);
  }, [settled]);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  return (
    <SearchInput
      className="bd-search"
      aria-label={t('vms.search')}
      placeholder={t('vms.search')}
      value={text}
      onChange={(_event, next) => setText(next)}
      onClear={() => setText('')}
    />
  );
}

function HostFilter({ params, onChange }: { params: VmListParams; onChange: Change }) {
  const { data } = useQuery(VmFilterChoicesDocument);
  const any = { value: '', label: t('filter.anyHost') };
  const hosts = (data?.hosts ?? []).map((host) => ({ value: host.id, label: host.name }));
  return (
    <PickOne
      label={t('filter.host')}
      value={params.hostId ?? ''}
      choices={[any, ...hosts]}
      onPick={(hostId) => onChange({ hostId: hostId || null })}
    />
  );
}

interface VmChipsProps {
  readonly params: VmListParams;
  readonly rows: readonly VmRowFragment[] | undefined;
  readonly onChange: Change;
}

/** What narrows the list, each with a way to take it away. */
export function VmChips({ params, rows, onChange }: VmChipsProps) {
  // The search field shows its own text and has its own way to clear it.
  if (!isFiltered({ ...params, search: '' })) return null;
  const nameOf = (pick: (vm: VmRowFragment) => { id: string; label: string } | null, id: string) =>
    rows?.map(pick).find((each) => each?.id === id)?.label ?? id;
  const { hostId, ownerId, templateId } = params;
  const chips: { key: string; label: string; without: Partial<VmListParams> }[] = [
    ...params.status.map((status) => ({
      key: status,
      label: statusWord(status),
      without: { status: params.status.filter((each) => each !== status) },
    })),
    ...moreFilters
      .filter((key) => params[key])
      .map((key) => ({ key, label: t(`filter.${key}`), without: { [key]: false } })),
    ...(params.mine ? [{ key: 'mine', label: t('filter.mine'), without: { mine: false } }] : []),
  ];
  if (hostId) {
    const name = nameOf((vm) => vm.host && { id: vm.host.id, label: vm.host.name }, hostId);
    chips.push({ key: 'host', label: t('chip.host', { name }), without: { hostId: null } });
  }
  if (ownerId) {
    const name = nameOf((vm) => ({ id: vm.owner.id, label: vm.owner.username }), ownerId);
    chips.push({ key: 'owner', label: t('chip.owner', { name }), without: { ownerId: null } });
  }
  if (templateId) {
    const name = nameOf(
      (vm) => vm.template && { id: vm.template.id, label: vm.template.name },
      templateId,
    );
    chips.push({ key: 'tpl', label: t('chip.template', { name }), without: { templateId: null } });
  }
  return (
    <div className="bd-toolbar">
      <LabelGroup categoryName={t('chip.filters')} numLabels={8}>
        {chips.map((chip) => (
          <Label
            key={chip.key}
            variant="outline"
            closeBtnAriaLabel={t('chip.remove', { label: chip.label })}
            onClose={() => onChange(chip.without)}
          >
            {chip.label}
          </Label>
        ))}
      </LabelGroup>
    </div>
  );
}

/** A refresh failed while rows are still shown: they stay, and say that they may be old. */
export function ListFault({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Alert
      component="h2"
      isInline
      isPlain
      variant="warning"
      title={t('list.stale')}
      actionLinks={<AlertActionLink onClick={onRetry}>{t('action.retry')}</AlertActionLink>}
    >
      {titleOf(faultOf(error))}
    </Alert>
  );
}
