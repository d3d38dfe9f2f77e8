import { useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { RunningTasksDocument, TasksUpdatedDocument } from '../api/generated/graphql.ts';
import { useKeptChoice } from '../components/kept-choice.ts';
import { useIsPhone } from '../components/media.ts';
import { useSoon } from '../components/use-soon.ts';
import { t } from '../messages/message.ts';
import { useViewer } from '../session/session.tsx';
import { CloudBanner } from './CloudBanner.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Masthead } from './Masthead.tsx';
import { Nav } from './Nav.tsx';
import { PasswordHint } from './PasswordHint.tsx';
import { TaskDrawer } from './TaskDrawer.tsx';
import { Toasts } from './Toasts.tsx';
import './AppShell.css';

/** Loaded when it is first asked for: the first page is quick to load without it. */
const CommandBox = lazy(async () => ({
  default: (await import('./CommandBox.tsx')).CommandBox,
}));

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

/** The frame of every signed-in page: masthead, navigation, page, task drawer, toasts. */
export function AppShell() {
  const isPhone = useIsPhone();
  const [navKept, keepNav] = useKeptChoice('baadal.nav', true, isBoolean);
  const [navOnPhone, setNavOnPhone] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [commands, setCommands] = useState(false);
  const running = useRunningTasks();
  useCommandKey(() => setCommands(true));
  usePageFocus(() => setNavOnPhone(false));
  const navOpen = isPhone ? navOnPhone : navKept;
  return (
    <div className={`bd-shell${navOpen ? '' : ' bd-nav-closed'}`}>
      <a className="bd-skip" href="#main">
        {t('shell.skip')}
      </a>
      <Masthead
        navOpen={navOpen}
        onNav={() => (isPhone ? setNavOnPhone(!navOnPhone) : keepNav(!navKept))}
        running={running}
        drawerOpen={drawer}
        onDrawer={() => setDrawer(!drawer)}
        onCommands={() => setCommands(true)}
      />
      {navOpen && <Nav />}
      {isPhone && navOpen && (
        <Button
          className="bd-scrim"
          variant="plain"
          aria-label={t('nav.close')}
          onClick={() => setNavOnPhone(false)}
        />
      )}
      <main id="main" className="bd-main" tabIndex={-1}>
        <ConnectionBanner />
        <CloudBanner />
        <PasswordHint />
        <div className="bd-page">
          <Outlet />
        </div>
      </main>
      {drawer && <TaskDrawer onClose={() => setDrawer(false)} />}
      {commands && (
        <Suspense>
          <CommandBox onClose={() => setCommands(false)} />
        </Suspense>
      )}
      <Toasts />
    </div>
  );
}

function useRunningTasks(): number {
  useViewer();
  const { data, refetch } = useQuery(RunningTasksDocument);
  const refresh = useSoon(refetch);
  // The one subscription that keeps every task on every page true.
  useSubscription(TasksUpdatedDocument, { ignoreResults: true, onData: refresh });
  return data?.tasks.totalCount ?? 0;
}

function useCommandKey(open: () => void): void {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        latest.current();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** After going to another page the focus is on its title; going to a tab leaves it on the tab. */
function usePageFocus(onChange: () => void): void {
  const { pathname } = useLocation();
  const first = useRef(true);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    latest.current();
    if (document.activeElement?.closest('nav[data-tabs]')) return;
    document.getElementById('main')?.scrollTo(0, 0);
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true });
  }, [pathname]);
}
