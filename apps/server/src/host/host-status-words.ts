import type { HostStatus } from './host-enums.ts';

/** The state of a host as it goes on after "host1 is …". */
export const HOST_STATUS_WORDS: Readonly<Record<HostStatus, string>> = {
  UP: 'up',
  DOWN: 'down',
  MAINTENANCE: 'in maintenance',
  UNREACHABLE: 'unreachable',
};
