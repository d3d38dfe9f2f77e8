import { registerEnumType } from 'type-graphql';

/** Formats of an image. */
export const ImageFormat = { QCOW2: 'QCOW2', RAW: 'RAW', ISO: 'ISO' } as const;
export type ImageFormat = (typeof ImageFormat)[keyof typeof ImageFormat];
registerEnumType(ImageFormat, {
  name: 'TemplateFormat',
  description: 'Format of an image.',
  valuesConfig: { ISO: { description: 'A disc to install from; the VM gets an empty disk.' } },
});
