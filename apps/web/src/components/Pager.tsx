import { Button } from '@patternfly/react-core';
import AngleLeftIcon from '@patternfly/react-icons/dist/esm/icons/angle-left-icon';
import AngleRightIcon from '@patternfly/react-icons/dist/esm/icons/angle-right-icon';
import { t } from '../messages/message.ts';
import './Pager.css';

interface PagerProps {
  /** Number of the first shown row, from 1. */
  readonly from: number;
  readonly shown: number;
  readonly total: number | undefined;
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
}

/** Which rows of how many, and the ways to the pages beside. */
export function Pager({ from, shown, total, onPrevious, onNext }: PagerProps) {
  const to = from + shown - 1;
  return (
    <nav className="bd-pager" aria-label={t('pager.label')}>
      <span className="bd-subtle" role="status">
        {total === undefined
          ? ' '
          : total === 0
            ? t('pager.none')
            : t('pager.range', { from, to, total: total.toLocaleString() })}
      </span>
      <Button
        variant="plain"
        aria-label={t('pager.previous')}
        isDisabled={!onPrevious}
        icon={<AngleLeftIcon />}
        onClick={() => onPrevious?.()}
      />
      <Button
        variant="plain"
        aria-label={t('pager.next')}
        isDisabled={!onNext}
        icon={<AngleRightIcon />}
        onClick={() => onNext?.()}
      />
    </nav>
  );
}
