import type { RrdClient } from '@baadal/rrd';
import type { Logger } from 'pino';
import type { LoginLimit } from './auth/login-limit.ts';
import type { Feeds } from './live.ts';
import type { Config } from './platform/config.ts';
import type { Database, Em } from './platform/db.ts';
import type { EventBus } from './platform/events.ts';
import type { Hosts } from './platform/hosts/hosts.ts';
import type { Instruments } from './platform/instruments.ts';
import type { SecretBox } from './platform/secret-box.ts';

/** What every slice may use: made once per process in `app.ts`, handed to requests and task steps. */
export interface Services {
  readonly config: Config;
  readonly db: Database;
  /** A fresh entity manager, for work outside a request or step. */
  em(): Em;
  readonly events: EventBus;
  readonly log: Logger;
  /** Hosts by id: libvirt and SSH, with deadlines and circuit breakers. */
  readonly hosts: Hosts;
  /** Where performance figures are read; null: they are not kept. */
  readonly rrd: RrdClient | null;
  /** What this process tells Prometheus of its work. */
  readonly instruments: Instruments;
  /** Seals what must not be readable in the database. */
  readonly secrets: SecretBox;
  /** What subscriptions listen to. */
  readonly feeds: Feeds;
  /** Slows down the guessing of passwords. */
  readonly logins: LoginLimit;
}
