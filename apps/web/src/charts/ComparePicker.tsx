import { useQuery } from '@apollo/client/react';
import { MenuToggle, SearchInput, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useState } from 'react';
import { ComparableVmsDocument } from '../api/generated/graphql.ts';
import { ReasonedButton } from '../components/ReasonedButton.tsx';
import { useDebounced } from '../components/use-debounced.ts';
import { t } from '../messages/message.ts';

interface ComparePickerProps {
  /** Ids that are shown already. */
  readonly without: readonly string[];
  readonly onPick: (id: string) => void;
}

const most = 6;

/** Finds another VM by any of its names, to lay its lines over these. The server searches. */
export function ComparePicker({ without, onPick }: ComparePickerProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const search = useDebounced(text.trim(), 200);
  const { data } = useQuery(ComparableVmsDocument, {
    variables: search ? { search } : {},
    skip: !open,
  });
  const vms = data?.vms.nodes.filter(({ id }) => !without.includes(id)) ?? [];
  const isFull = without.length >= most;
  if (isFull)
    return (
      <ReasonedButton
        variant="secondary"
        reason={t('charts.compareFull')}
        onClick={() => undefined}
      >
        {t('charts.compare')}
      </ReasonedButton>
    );
  return (
    <Select
      isOpen={open}
      onOpenChange={setOpen}
      isScrollable
      onSelect={(_event, value) => {
        onPick(String(value));
        setOpen(false);
        setText('');
      }}
      toggle={(ref) => (
        <MenuToggle ref={ref} isExpanded={open} onClick={() => setOpen(!open)}>
          {t('charts.compare')}
        </MenuToggle>
      )}
    >
      <SearchInput
        className="bd-compare-search"
        aria-label={t('charts.compareSearch')}
        placeholder={t('charts.compareSearch')}
        value={text}
        onChange={(_event, value) => setText(value)}
        onClear={() => setText('')}
      />
      <SelectList aria-label={t('charts.compare')}>
        {vms.length === 0 ? (
          <SelectOption isDisabled value="">
            {t('charts.compareNone')}
          </SelectOption>
        ) : (
          vms.map((vm) => (
            <SelectOption key={vm.id} value={vm.id} description={vm.owner.username}>
              {vm.name}
            </SelectOption>
          ))
        )}
      </SelectList>
    </Select>
  );
}
