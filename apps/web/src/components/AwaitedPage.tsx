import { Skeleton } from '@patternfly/react-core';
import { Link } from 'react-router';
import { t } from '../messages/message.ts';
import { FaultView } from './FaultView.tsx';
import { type Crumb, PageHeader } from './PageHeader.tsx';

interface AwaitedPageProps {
  /** What the page is of: "VM". */
  readonly title: string;
  readonly crumb: Crumb;
  /** Why it cannot be shown; none while it loads. */
  readonly error: unknown;
  /** What was tried, as a sentence: "The VM could not be loaded". */
  readonly what: string;
  readonly onRetry: () => void;
  /** Words of the link to where `crumb` leads. */
  readonly toList: string;
}

/** In place of the page of one object, while it loads and when it cannot be loaded. */
export function AwaitedPage({ title, crumb, error, what, onRetry, toList }: AwaitedPageProps) {
  return (
    <>
      <PageHeader title={title} crumb={crumb} />
      {error ? (
        <FaultView
          error={error}
          what={what}
          onRetry={onRetry}
          action={
            <Link className="bd-link" to={crumb.to}>
              {toList}
            </Link>
          }
        />
      ) : (
        <div className="bd-stack">
          <Skeleton height="34px" screenreaderText={t('loading')} />
          <Skeleton height="240px" />
        </div>
      )}
    </>
  );
}
