import {
  Divider,
  Dropdown,
  DropdownGroup,
  DropdownItem,
  DropdownList,
  MenuToggle,
} from '@patternfly/react-core';
import CheckIcon from '@patternfly/react-icons/dist/esm/icons/check-icon';
import UserIcon from '@patternfly/react-icons/dist/esm/icons/user-icon';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useIsPhone } from '../components/media.ts';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { useSignOut, useViewer } from '../session/session.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from '../theme/theme.ts';

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

/** Theme, tokens, password and signing out. */
export function PersonMenu() {
  const [open, setOpen] = useState(false);
  const viewer = useViewer();
  const theme = useThemeChoice();
  const signOut = useSignOut();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      shouldFocusFirstItemOnOpen
      popperProps={{ position: 'right', appendTo: () => document.body }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant={isPhone ? 'plain' : 'plainText'}
          isExpanded={open}
          aria-label={t('person.menu', { name: viewer.username })}
          icon={<UserIcon />}
          onClick={() => setOpen(!open)}
        >
          {isPhone ? null : viewer.username}
        </MenuToggle>
      )}
    >
      <DropdownGroup label={viewer.name}>
        <DropdownList>
          <DropdownItem onClick={() => void navigate(paths.tokens())}>
            {t('person.tokens')}
          </DropdownItem>
          <DropdownItem onClick={() => void navigate(paths.password())}>
            {t('person.password')}
          </DropdownItem>
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownGroup label={t('person.theme')}>
        <DropdownList>
          {themes.map((choice) => (
            <DropdownItem
              key={choice}
              icon={choice === theme ? <CheckIcon /> : <span className="bd-no-icon" />}
              aria-current={choice === theme ? 'true' : undefined}
              onClick={() => chooseTheme(choice)}
            >
              {t(`theme.${choice}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
      <Divider />
      <DropdownList>
        <DropdownItem onClick={() => void signOut()}>{t('person.signOut')}</DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}
