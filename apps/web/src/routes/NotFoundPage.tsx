import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import { Link, useLocation } from 'react-router';
import { EmptyFrame } from '../components/EmptyFrame.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';

/** An address that leads nowhere. */
export function Component() {
  const { pathname } = useLocation();
  return (
    <>
      <PageHeader title={t('notFound.title')} />
      <EmptyFrame
        icon={<SearchIcon />}
        title={t('notFound.heading', { path: pathname })}
        text={t('notFound.text')}
        action={
          <Link className="bd-link" to={paths.overview()}>
            {t('notFound.home')}
          </Link>
        }
      />
    </>
  );
}
