import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { RequireSession } from './session/session.tsx';
import { AppShell } from './shell/AppShell.tsx';
import { CrashPage } from './shell/CrashPage.tsx';
import { PageFault } from './shell/PageFault.tsx';
import { ShellSkeleton } from './shell/ShellSkeleton.tsx';

/** What is shown in the frame. */
const pages: RouteObject[] = [
  { index: true, lazy: () => import('./routes/overview/OverviewPage.tsx') },
  { path: 'vms', lazy: () => import('./routes/vms/VmListPage.tsx') },
  { path: 'vms/deleted', lazy: () => import('./routes/vms/deleted/DeletedVmsPage.tsx') },
  { path: 'vms/new', lazy: () => import('./routes/vms/NewVmPage.tsx') },
  {
    path: 'vms/:id',
    lazy: () => import('./routes/vms/VmPage.tsx'),
    children: [
      { index: true, element: <Navigate replace to="overview" /> },
      { path: 'overview', lazy: () => import('./routes/vms/VmOverviewTab.tsx') },
      { path: 'console', lazy: () => import('./console/ConsoleTab.tsx') },
      {
        path: 'snapshots',
        lazy: () => import('./routes/vms/snapshots/VmSnapshotsTab.tsx'),
      },
      { path: 'disks', lazy: () => import('./routes/vms/disks/VmDisksTab.tsx') },
      { path: 'charts', lazy: () => import('./charts/VmChartsTab.tsx') },
      { path: 'history', lazy: () => import('./routes/vms/VmHistoryTab.tsx') },
      {
        path: 'settings',
        lazy: () => import('./routes/vms/settings/VmSettingsTab.tsx'),
      },
    ],
  },
  { path: 'tasks', lazy: () => import('./routes/tasks/TaskListPage.tsx') },
  { path: 'tasks/:id', lazy: () => import('./routes/tasks/TaskPage.tsx') },
  { path: 'hosts', lazy: () => import('./routes/hosts/HostListPage.tsx') },
  { path: 'hosts/network', lazy: () => import('./routes/hosts/network/HostNetworkPage.tsx') },
  {
    path: 'hosts/maintenance',
    lazy: () => import('./routes/hosts/maintenance/MaintenancePage.tsx'),
  },
  { path: 'hosts/new', lazy: () => import('./routes/hosts/AddHostPage.tsx') },
  { path: 'hosts/balance', lazy: () => import('./routes/hosts/balance/BalancePage.tsx') },
  { path: 'hosts/power', lazy: () => import('./routes/hosts/power/PowerPlanPage.tsx') },
  { path: 'hosts/groups', lazy: () => import('./routes/hosts/groups/VmGroupsPage.tsx') },
  {
    path: 'hosts/:id',
    lazy: () => import('./routes/hosts/HostPage.tsx'),
    children: [
      { index: true, element: <Navigate replace to="overview" /> },
      { path: 'overview', lazy: () => import('./routes/hosts/HostOverviewTab.tsx') },
      { path: 'vms', lazy: () => import('./routes/hosts/HostVmsTab.tsx') },
      { path: 'charts', lazy: () => import('./charts/HostChartsTab.tsx') },
      { path: 'hardware', lazy: () => import('./routes/hosts/HostHardwareTab.tsx') },
      {
        path: 'migration',
        lazy: () => import('./routes/hosts/migration/HostMigrationTab.tsx'),
      },
      { path: 'history', lazy: () => import('./routes/hosts/HostHistoryTab.tsx') },
    ],
  },
  {
    path: 'hosts/:id/evacuation',
    lazy: () => import('./routes/hosts/evacuation/EvacuationPage.tsx'),
  },
  {
    path: 'infrastructure/templates',
    lazy: () => import('./routes/infrastructure/TemplatesPage.tsx'),
  },
  {
    path: 'infrastructure/datastores',
    lazy: () => import('./routes/infrastructure/DatastoresPage.tsx'),
  },
  {
    path: 'infrastructure/datastores/:id/empty',
    lazy: () => import('./routes/infrastructure/emptying/EmptyingPage.tsx'),
  },
  {
    path: 'infrastructure/networks',
    lazy: () => import('./routes/infrastructure/NetworksPage.tsx'),
  },
  { path: 'people', lazy: () => import('./routes/people/PeoplePage.tsx') },
  { path: 'health', lazy: () => import('./routes/health/LeaksPage.tsx') },
  { path: 'health/alerts', lazy: () => import('./alerts/AlertsPage.tsx') },
  { path: 'health/logs', lazy: () => import('./routes/health/LogsPage.tsx') },
  { path: 'health/audit', lazy: () => import('./routes/health/AuditPage.tsx') },
  { path: 'settings', lazy: () => import('./routes/settings/SettingsPage.tsx') },
  { path: 'account/tokens', lazy: () => import('./routes/account/TokensPage.tsx') },
  { path: 'account/password', lazy: () => import('./routes/account/PasswordPage.tsx') },
  { path: '*', lazy: () => import('./routes/NotFoundPage.tsx') },
];

/** The map of the application; every page is loaded when it is first opened. */
export const router = createBrowserRouter([
  {
    path: '/login',
    lazy: () => import('./routes/login/LoginPage.tsx'),
    HydrateFallback: () => null,
    ErrorBoundary: CrashPage,
  },
  {
    path: '/vms/:id/console/window',
    lazy: async () => {
      const { ConsoleWindow } = await import('./console/ConsoleWindow.tsx');
      return {
        Component: () => (
          <RequireSession>
            <ConsoleWindow />
          </RequireSession>
        ),
      };
    },
    HydrateFallback: () => null,
    ErrorBoundary: CrashPage,
  },
  {
    element: (
      <RequireSession>
        <AppShell />
      </RequireSession>
    ),
    HydrateFallback: ShellSkeleton,
    ErrorBoundary: CrashPage,
    children: [{ ErrorBoundary: PageFault, children: pages }],
  },
]);
