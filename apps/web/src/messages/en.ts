import { admin } from './en/admin.ts';
import { alerts } from './en/alerts.ts';
import { charts } from './en/charts.ts';
import { clones } from './en/clones.ts';
import { common } from './en/common.ts';
import { consoles } from './en/consoles.ts';
import { datastores } from './en/datastores.ts';
import { diskMoves } from './en/disk-moves.ts';
import { disks } from './en/disks.ts';
import { evacuation } from './en/evacuation.ts';
import { hostAdmin } from './en/host-admin.ts';
import { hostNetwork } from './en/host-network.ts';
import { hostPlans } from './en/host-plans.ts';
import { hosts } from './en/hosts.ts';
import { infrastructure } from './en/infrastructure.ts';
import { leaks } from './en/leaks.ts';
import { lifecycle } from './en/lifecycle.ts';
import { mail } from './en/mail.ts';
import { maintenance } from './en/maintenance.ts';
import { migration } from './en/migration.ts';
import { respawn } from './en/respawn.ts';
import { shell } from './en/shell.ts';
import { snapshots } from './en/snapshots.ts';
import { tasks } from './en/tasks.ts';
import { templates } from './en/templates.ts';
import { vmEvents } from './en/vm-events.ts';
import { vms } from './en/vms.ts';

/**
 * English texts, a file for each part of the application. Sentence case, verbs on buttons, the
 * product's words. `{name}` is a parameter. Keys are `<room>.<thing>`; plural pairs are two keys,
 * chosen by `plural`.
 */
export const en = {
  ...admin,
  ...alerts,
  ...charts,
  ...common,
  ...clones,
  ...consoles,
  ...datastores,
  ...diskMoves,
  ...disks,
  ...hostNetwork,
  ...hostAdmin,
  ...hostPlans,
  ...hosts,
  ...infrastructure,
  ...leaks,
  ...lifecycle,
  ...mail,
  ...migration,
  ...maintenance,
  ...respawn,
  ...evacuation,
  ...shell,
  ...snapshots,
  ...tasks,
  ...templates,
  ...vmEvents,
  ...vms,
} as const;
