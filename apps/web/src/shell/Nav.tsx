import CodeIcon from '@patternfly/react-icons/dist/esm/icons/code-icon';
import CogIcon from '@patternfly/react-icons/dist/esm/icons/cog-icon';
import DatabaseIcon from '@patternfly/react-icons/dist/esm/icons/database-icon';
import HeartbeatIcon from '@patternfly/react-icons/dist/esm/icons/heartbeat-icon';
import HomeIcon from '@patternfly/react-icons/dist/esm/icons/home-icon';
import LayerGroupIcon from '@patternfly/react-icons/dist/esm/icons/layer-group-icon';
import NetworkWiredIcon from '@patternfly/react-icons/dist/esm/icons/network-wired-icon';
import ProjectDiagramIcon from '@patternfly/react-icons/dist/esm/icons/project-diagram-icon';
import ServerIcon from '@patternfly/react-icons/dist/esm/icons/server-icon';
import TasksIcon from '@patternfly/react-icons/dist/esm/icons/tasks-icon';
import UsersIcon from '@patternfly/react-icons/dist/esm/icons/users-icon';
import VirtualMachineIcon from '@patternfly/react-icons/dist/esm/icons/virtual-machine-icon';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { type PlainKey, t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { useIsAdmin, useIsOrgAdmin } from '../session/session.tsx';
import './Nav.css';

interface Entry {
  readonly to: string;
  readonly label: PlainKey;
  readonly icon: ReactNode;
}

const work: readonly Entry[] = [
  { to: paths.overview(), label: 'nav.overview', icon: <HomeIcon /> },
  { to: paths.vms(), label: 'nav.vms', icon: <VirtualMachineIcon /> },
  { to: paths.tasks(), label: 'nav.tasks', icon: <TasksIcon /> },
];

/** What everybody may see of the infrastructure. */
const offers: readonly Entry[] = [
  { to: paths.templates(), label: 'nav.templates', icon: <LayerGroupIcon /> },
];

const infrastructure: readonly Entry[] = [
  { to: paths.hosts(), label: 'nav.hosts', icon: <ServerIcon /> },
  { to: paths.hostNetwork(), label: 'nav.hostNetwork', icon: <ProjectDiagramIcon /> },
  ...offers,
  { to: paths.datastores(), label: 'nav.datastores', icon: <DatabaseIcon /> },
  { to: paths.networks(), label: 'nav.networks', icon: <NetworkWiredIcon /> },
];

/** What an organisation's admin may see beside. */
const people: readonly Entry[] = [{ to: paths.people(), label: 'nav.people', icon: <UsersIcon /> }];

const administration: readonly Entry[] = [
  ...people,
  { to: paths.health(), label: 'nav.health', icon: <HeartbeatIcon /> },
  { to: paths.settings(), label: 'nav.settings', icon: <CogIcon /> },
];

const all = [...work, ...infrastructure, ...administration].map(({ to }) => to);

/** The entry of a page: that of its own address, or of the nearest one above it. */
function entryOf(pathname: string): string | undefined {
  const above = all.filter((to) => pathname === to || pathname.startsWith(`${to}/`));
  return above.sort((a, b) => b.length - a.length)[0];
}

/** Only pages which exist, in groups; an admin's pages for admins, people for their organisation's too. */
export function Nav() {
  const isAdmin = useIsAdmin();
  const isOrgAdmin = useIsOrgAdmin();
  return (
    <nav className="bd-nav" aria-label={t('nav.label')}>
      <Entries entries={work} />
      {!isAdmin && <Entries entries={offers} />}
      {isAdmin && <Entries title={t('nav.infrastructure')} entries={infrastructure} />}
      {isAdmin && <Entries title={t('nav.administration')} entries={administration} />}
      {isOrgAdmin && !isAdmin && <Entries title={t('nav.administration')} entries={people} />}
      <ul>
        <li>
          <a className="bd-nav-link" href={paths.playground()} target="_blank" rel="noreferrer">
            <CodeIcon aria-hidden="true" />
            {t('nav.api')}
          </a>
        </li>
      </ul>
    </nav>
  );
}

function Entries({ title, entries }: { title?: string; entries: readonly Entry[] }) {
  const current = entryOf(useLocation().pathname);
  return (
    <>
      {title && <h2 className="bd-nav-title">{title}</h2>}
      <ul>
        {entries.map((entry) => (
          <li key={entry.to}>
            <Link
              className="bd-nav-link"
              to={entry.to}
              aria-current={entry.to === current ? 'page' : undefined}
            >
              <span aria-hidden="true">{entry.icon}</span>
              {t(entry.label)}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
