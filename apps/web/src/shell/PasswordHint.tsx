import { Alert, AlertActionCloseButton } from '@patternfly/react-core';
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
  return (
    <div className="bd-password-hint">
      <Alert
        component="h2"
        isInline
        variant="info"
        title={t('password.hint')}
        actionClose={
          <AlertActionCloseButton
            onClose={() => {
              sessionStorage.setItem(key, viewer.id);
              setClosed(true);
            }}
          />
        }
        actionLinks={
          <Link className="bd-link" to={paths.password()}>
            {t('password.change')}
          </Link>
        }
      />
    </div>
  );
}
