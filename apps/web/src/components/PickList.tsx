import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useState } from 'react';

/** One thing to pick. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description?: string;
  readonly isDisabled?: boolean;
}

interface PickOneProps<Value extends string> {
  readonly id?: string;
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onPick: (value: Value) => void;
  readonly fullWidth?: boolean;
  readonly isDisabled?: boolean;
}

/** A menu from which one value is picked. */
export function PickOne<Value extends string>(props: PickOneProps<Value>) {
  const [open, setOpen] = useState(false);
  const current = props.choices.find((choice) => choice.value === props.value);
  return (
    <Select
      isOpen={open}
      onOpenChange={setOpen}
      shouldFocusFirstItemOnOpen
      selected={props.value}
      shouldFocusToggleOnSelect
      isScrollable
      onSelect={(_event, value) => {
        props.onPick(value as Value);
        setOpen(false);
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          {...(props.id && { id: props.id })}
          aria-label={`${props.label}: ${current?.label ?? ''}`}
          isExpanded={open}
          isFullWidth={props.fullWidth ?? false}
          isDisabled={props.isDisabled ?? false}
          onClick={() => setOpen(!open)}
        >
          {current?.label ?? props.label}
        </MenuToggle>
      )}
    >
      <SelectList aria-label={props.label}>
        {props.choices.map((choice) => (
          <SelectOption
            key={choice.value}
            value={choice.value}
            {...(choice.description && { description: choice.description })}
            isDisabled={choice.isDisabled ?? false}
          >
            {choice.label}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}

interface PickManyProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (values: Value[]) => void;
}

/** A menu with ticks, for filters and columns. */
export function PickMany<Value extends string>(props: PickManyProps<Value>) {
  const [open, setOpen] = useState(false);
  const toggle = (value: Value) =>
    props.onChange(
      props.values.includes(value)
        ? props.values.filter((each) => each !== value)
        : [...props.values, value],
    );
  return (
    <Select
      isOpen={open}
      onOpenChange={setOpen}
      shouldFocusFirstItemOnOpen
      onSelect={(_event, value) => toggle(value as Value)}
      toggle={(ref) => (
        <MenuToggle ref={ref} isExpanded={open} onClick={() => setOpen(!open)}>
          {props.label}
        </MenuToggle>
      )}
    >
      <SelectList aria-label={props.label}>
        {props.choices.map((choice) => (
          <SelectOption
            key={choice.value}
            value={choice.value}
            hasCheckbox
            isSelected={props.values.includes(choice.value)}
          >
            {choice.label}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
