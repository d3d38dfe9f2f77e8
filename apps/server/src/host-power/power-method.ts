import { registerEnumType } from 'type-graphql';

/** How a host is switched on. */
export const PowerMethod = {
  NONE: 'NONE',
  IPMI: 'IPMI',
  WAKE_ON_LAN: 'WAKE_ON_LAN',
} as const;
export type PowerMethod = (typeof PowerMethod)[keyof typeof PowerMethod];
registerEnumType(PowerMethod, {
  name: 'PowerMethod',
  description: 'How a host is switched on and off.',
  valuesConfig: {
    NONE: { description: 'Off by SSH; on by hand.' },
    IPMI: { description: 'By its BMC, over the network.' },
    WAKE_ON_LAN: { description: 'On by a magic packet to its MAC; off by SSH.' },
  },
});

/** Whether a host has power, as its BMC says. */
export const PowerState = { ON: 'ON', OFF: 'OFF' } as const;
export type PowerState = (typeof PowerState)[keyof typeof PowerState];
registerEnumType(PowerState, { name: 'PowerState', description: 'Whether a host has power.' });
