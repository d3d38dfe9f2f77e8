/** Templates: how they come, change and go. */
export const templates = {
  'saveTemplate.title': 'Save {name} as a template',
  'saveTemplate.text':
    'The root disk is copied, with everything that is in it: accounts, keys and data. Extra disks stay behind.',
  'saveTemplate.name': 'Name of the template',
  'saveTemplate.name.help': 'What people choose it by, such as “Lab 3 with MATLAB”.',
  'saveTemplate.description': 'Description',
  'saveTemplate.public': 'Offer it to everybody',
  'saveTemplate.public.help': 'Otherwise only the owner of the VM makes VMs from it.',
  'saveTemplate.submit': 'Save as template',
} as const;
