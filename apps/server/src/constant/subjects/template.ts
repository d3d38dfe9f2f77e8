import { constantsAbout } from '../constant-definition.ts';

/** Images that are uploaded, and who may publish templates. */
export const TEMPLATE_CONSTANTS = constantsAbout('TEMPLATE', {
  maxUploadGiB: {
    type: 'INT',
    default: 64,
    min: 1,
    max: 16_384,
    unit: 'GiB',
    description: 'Largest image that may be uploaded for a template.',
  },
  uploadKeepHours: {
    type: 'INT',
    default: 48,
    min: 1,
    max: 8_760,
    unit: 'h',
    description: 'How long an upload may rest before what has arrived of it is removed.',
  },
  maxTemplateDiskGiB: {
    type: 'INT',
    default: 2_048,
    min: 1,
    max: 65_536,
    unit: 'GiB',
    description: 'Largest disk that a template, or a root disk made from one, may have.',
  },
  facultyUploadsTemplates: {
    type: 'INT',
    default: 0,
    min: 0,
    max: 1,
    description:
      'On (1): faculty may upload images for templates, as admins may. Off (0): admins alone.',
  },
  usersPublishTemplates: {
    type: 'INT',
    default: 1,
    min: 0,
    max: 1,
    description:
      'On (1): whoever owns a VM may offer it to everybody as a template. Off (0): admins and faculty alone.',
  },
});
