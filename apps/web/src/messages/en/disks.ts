/** Disks. */
export const disks = {
  'disk.target': 'Disk',
  'disk.root': 'root',
  'disk.path': 'Path',
  'disk.present': 'File',
  'disk.there': 'Present',
  'disk.missing': 'Missing',
  'disk.used': 'Used',
  'disk.size': 'Size',
} as const;
