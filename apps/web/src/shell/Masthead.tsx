import { Button } from '@patternfly/react-core';
import BarsIcon from '@patternfly/react-icons/dist/esm/icons/bars-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import TasksIcon from '@patternfly/react-icons/dist/esm/icons/tasks-icon';
import { Link } from 'react-router';
import { plural, t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { Mark } from './Mark.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import './Masthead.css';

interface MastheadProps {
  readonly navOpen: boolean;
  readonly onNav: () => void;
  readonly running: number;
  readonly drawerOpen: boolean;
  readonly onDrawer: () => void;
  readonly onCommands: () => void;
}

/** Product, search and commands, running tasks, person. */
export function Masthead(props: MastheadProps) {
  const { running } = props;
  const label = plural(running, 'masthead.task', 'masthead.tasks');
  return (
    <header className="bd-masthead">
      <Button
        variant="plain"
        aria-label={props.navOpen ? t('nav.close') : t('nav.open')}
        aria-expanded={props.navOpen}
        icon={<BarsIcon />}
        onClick={props.onNav}
      />
      <Link to={paths.overview()} className="bd-brand">
        <Mark />
        <span className="bd-brand-name">{t('product.name')}</span>
      </Link>
      <button type="button" className="bd-search-button" onClick={props.onCommands}>
        <SearchIcon aria-hidden="true" />
        <span className="bd-search-words">{t('masthead.search')}</span>
        <kbd>{t('masthead.searchKey')}</kbd>
      </button>
      <Button
        variant="plain"
        className={`bd-tasks-button${running > 0 ? ' bd-tasks-running' : ''}`}
        aria-label={label}
        title={label}
        aria-expanded={props.drawerOpen}
        icon={running > 0 ? <span className="bd-spinner" /> : <TasksIcon />}
        onClick={props.onDrawer}
      >
        {running > 0 && <span className="bd-tasks-count">{running}</span>}
      </Button>
      <PersonMenu />
    </header>
  );
}
