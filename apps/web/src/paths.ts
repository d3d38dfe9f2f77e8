/** Every URL of the application is made here. */
export const paths = {
  overview: () => '/',
  login: (next?: string) =>
    next && next !== '/' ? `/login?next=${encodeURIComponent(next)}` : '/login',
  vms: (query = '') => `/vms${query}`,
  newVm: () => '/vms/new',
  deletedVms: () => '/vms/deleted',
  vm: (id: string) => `/vms/${encodeURIComponent(id)}`,
  vmTab: (
    id: string,
    tab: 'overview' | 'console' | 'disks' | 'snapshots' | 'charts' | 'history' | 'settings',
  ) => `/vms/${encodeURIComponent(id)}/${tab}`,
  consoleWindow: (id: string, kind: 'vnc' | 'serial') =>
    `/vms/${encodeURIComponent(id)}/console/window?kind=${kind}`,
  tasks: (query = '') => `/tasks${query}`,
  task: (id: string) => `/tasks/${encodeURIComponent(id)}`,
  hosts: () => '/hosts',
  hostNetwork: () => '/hosts/network',
  newHost: () => '/hosts/new',
  balance: () => '/hosts/balance',
  powerPlan: () => '/hosts/power',
  vmGroups: () => '/hosts/groups',
  evacuation: (id: string) => `/hosts/${encodeURIComponent(id)}/evacuation`,
  maintenance: () => '/hosts/maintenance',
  host: (id: string) => `/hosts/${encodeURIComponent(id)}`,
  hostTab: (
    id: string,
    tab: 'overview' | 'vms' | 'charts' | 'hardware' | 'migration' | 'history',
  ) => `/hosts/${encodeURIComponent(id)}/${tab}`,
  templates: () => '/infrastructure/templates',
  datastores: () => '/infrastructure/datastores',
  emptying: (id: string) => `/infrastructure/datastores/${encodeURIComponent(id)}/empty`,
  networks: () => '/infrastructure/networks',
  people: () => '/people',
  health: () => '/health',
  alerts: () => '/health/alerts',
  logs: (query = '') => `/health/logs${query}`,
  audit: () => '/health/audit',
  settings: (subject = '') => `/settings${subject && `#${subject}`}`,
  tokens: () => '/account/tokens',
  password: () => '/account/password',
  playground: () => '/graphiql/',
} as const;

/** A place to return to after signing in, or the overview when it points outside this site. */
export function safeNext(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
}
