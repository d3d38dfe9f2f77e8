import { Button } from '@patternfly/react-core';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { useState } from 'react';
import { Link, useLocation } from 'react-router';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.tsx';
import './PasswordHint.css';

const key = 'baadal.password-hint-closed';

/** Offers to change the first password; closing it is remembered for this visit. */
export function PasswordHint() {
  const viewer = useViewer();
  const { pathname } = useLocation();
  const [closed, setClosed] = useState(() => sessionStorage.getItem(key) === viewer.id);
  if (!viewer.passwordChangeSuggested || closed || pathname === paths.password()) return null;
  const close = () => {
    sessionStorage.setItem(key, viewer.id);
    setClosed(true);
  };
  return (
    <section className="bd-hint" aria-label={t('password.hint.label')}>
      <span>{t('password.hint')}</span>
      <Link className="bd-link" to={paths.password()}>
        {t('password.change')}
      </Link>
      <span className="bd-toolbar-space" />
      <Button
        variant="plain"
        size="sm"
        aria-label={t('password.hint.close')}
        icon={<TimesIcon />}
        onClick={close}
      />
    </section>
  );
}
