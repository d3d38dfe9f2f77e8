import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { useState } from 'react';
import './ActionMenu.css';

/** One entry. `reason` disables it and stands under it, for eye, keyboard and touch alike. */
export interface ActionItem {
  readonly key: string;
  readonly label: string;
  readonly danger?: boolean;
  readonly reason?: string | undefined;
  readonly onSelect: () => void;
}

/** A quiet menu of actions behind three dots; `label` says whose. */
export function ActionMenu({ label, items }: { label: string; items: readonly ActionItem[] }) {
  const [open, setOpen] = useState(false);
  const firstDanger = items.findIndex((item) => item.danger);
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      popperProps={{ position: 'right', preventOverflow: true, appendTo: () => document.body }}
      shouldFocusToggleOnSelect
      shouldFocusFirstItemOnOpen
      onSelect={() => setOpen(false)}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plain"
          className="bd-kebab"
          aria-label={label}
          isExpanded={open}
          icon={<EllipsisVIcon />}
          onClick={() => setOpen(!open)}
        />
      )}
    >
      <DropdownList aria-label={label}>
        {items.map((item, index) => [
          index > 0 && index === firstDanger && <Divider key="divider" component="li" />,
          <DropdownItem
            key={item.key}
            isDanger={item.danger === true && item.reason === undefined}
            isAriaDisabled={item.reason !== undefined}
            {...(item.reason !== undefined && {
              description: <span className="bd-menu-reason">{item.reason}</span>,
            })}
            onClick={item.onSelect}
          >
            {item.label}
          </DropdownItem>,
        ])}
      </DropdownList>
    </Dropdown>
  );
}
