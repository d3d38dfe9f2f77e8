import { FormGroup, SearchInput } from '@patternfly/react-core';
import { useState } from 'react';
import { t } from '../messages/message.ts';
import { type Choice, PickOne } from './PickList.tsx';
import { useDebounced } from './use-debounced.ts';

interface FindOneProps {
  readonly id: string;
  readonly label: string;
  /** What can be looked for. */
  readonly placeholder: string;
  readonly picked: Choice<string> | undefined;
  /** What the words find; asked again as they change. */
  readonly useFound: (search: string) => readonly Choice<string>[] | undefined;
  readonly onPick: (choice: Choice<string>) => void;
}

/** One of more than a menu holds: words narrow what the menu below them offers. */
export function FindOne({ id, label, placeholder, picked, useFound, onPick }: FindOneProps) {
  const [text, setText] = useState('');
  const found = useFound(useDebounced(text.trim(), 250)) ?? [];
  const isListed = found.some(({ value }) => value === picked?.value);
  const choices = picked && !isListed ? [picked, ...found] : found;
  return (
    <FormGroup label={label} fieldId={id}>
      <SearchInput
        className="bd-gap-below"
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(_event, value) => setText(value)}
        onClear={() => setText('')}
      />
      <PickOne
        id={id}
        fullWidth
        label={picked ? label : t('find.pick', { count: found.length })}
        value={picked?.value ?? ''}
        choices={choices}
        onPick={(value) => {
          const choice = choices.find((each) => each.value === value);
          if (choice) onPick(choice);
        }}
      />
    </FormGroup>
  );
}
