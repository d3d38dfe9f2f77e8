/** Datastores, templates and networks. */
export const infrastructure = {
  'templates.title': 'Templates',
  'templates.error': 'The templates could not be loaded',
  'templates.empty': 'No templates yet',
  'templates.empty.text': 'VMs are made from templates, which are disk images kept on a datastore.',

  'template.name': 'Name',
  'template.os': 'System',
  'template.state': 'State',
  'template.usable': 'Usable',
  'template.unusable': 'Not usable',
  'template.arch': 'Architecture',
  'template.format': 'Format',
  'template.cloudInit': 'cloud-init',
  'template.vcpus': 'Default vCPUs',
  'template.ram': 'Default memory',

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
