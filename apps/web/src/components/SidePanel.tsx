import { Button } from '@patternfly/react-core';
import TimesIcon from '@patternfly/react-icons/dist/esm/icons/times-icon';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../messages/message.ts';
import './SidePanel.css';

interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form or details over the page's edge; Escape closes it, and the focus goes back. */
export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside
      className="bd-side-panel"
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className="bd-side-panel-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button
          variant="plain"
          aria-label={t('panel.close')}
          icon={<TimesIcon />}
          onClick={onClose}
        />
      </div>
      <div className="bd-side-panel-body">{children}</div>
    </aside>
  );
}
