/** Datastores, templates and networks. */
export const infrastructure = {
  'networks.title': 'Networks',
  'networks.error': 'The networks could not be loaded',
  'networks.empty': 'No networks yet',
  'networks.empty.text':
    'A VLAN with its addresses is what a VM is connected to, by way of a security domain.',

  'vlan.name': 'VLAN',
  'vlan.tag': 'Tag',
  'vlan.subnet': 'Subnet',
  'vlan.gateway': 'Gateway',
  'vlan.addresses': 'Addresses used',
  'vlan.domains': 'Security domains',
  'vlan.someOnly': '{name} (some organisations)',
  'vlan.noDomains': 'None',
} as const;
