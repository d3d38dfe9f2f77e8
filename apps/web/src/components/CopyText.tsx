import { Button } from '@patternfly/react-core';
import CheckIcon from '@patternfly/react-icons/dist/esm/icons/check-icon';
import CopyIcon from '@patternfly/react-icons/dist/esm/icons/copy-icon';
import { useEffect, useState } from 'react';
import { t } from '../messages/message.ts';
import { copyText } from './copy-text.ts';
import './CopyText.css';

/** A value in monospace with a button that copies it; `what` names it for screen readers. */
export function CopyText({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="bd-copy">
      <span className="bd-mono">{text}</span>
      <Button
        variant="plain"
        className="bd-copy-button"
        aria-label={copied ? t('copy.done', { what }) : t('copy.do', { what, text })}
        title={copied ? t('copy.done', { what }) : t('copy.short')}
        icon={copied ? <CheckIcon /> : <CopyIcon />}
        onClick={() => void copyText(text).then(setCopied)}
      />
    </span>
  );
}
