import type { SshMachine } from '@baadal/ssh';
import { FatalTaskError } from '../task/task-errors.ts';
import { type CheckedImage, checkImage, type ImageRules, type ImageSample } from './image-check.ts';
import type { ImageFormat } from './image-format.ts';
import { ImageFault, isQcow2 } from './qcow2-header.ts';
import { checkQcow2Tables, sampleImage } from './qemu-img.ts';

/** An image to be looked at, and what it may be. */
export interface ImageToInspect extends ImageRules {
  readonly format: ImageFormat;
  readonly signal: AbortSignal;
}

/** What an image turned out to be, and the size of its file. */
export interface InspectedImage extends CheckedImage {
  readonly sizeBytes: number;
}

/** Layers over layers end somewhere. */
const DEEPEST = 16;

/**
 * Judges a file that nobody vouches for, and everything it is a layer over: first all of it by its
 * own bytes, then, once no file is known to name one that it must not, by QEMU, which opens them all.
 * @throws {FatalTaskError} NOT_FOUND, or BAD_USER_INPUT with what is wrong in words for people
 */
export async function inspectImage(
  ssh: SshMachine,
  image: ImageToInspect,
): Promise<InspectedImage> {
  const sample = await sampleImage(ssh, image.file, image);
  if (!sample) throw new FatalTaskError(`There is no file ${image.file}.`, { code: 'NOT_FOUND' });
  const top = judge(sample, image);
  await judgeBelow(ssh, image, top.backingFile);
  if (image.format === 'QCOW2') {
    const fault = await checkQcow2Tables(ssh, image.file, image.signal);
    if (fault !== null)
      throw new FatalTaskError(`The image is damaged or cut short: ${fault}`, {
        code: 'BAD_USER_INPUT',
      });
  }
  return { ...top, sizeBytes: sample.sizeBytes };
}

async function judgeBelow(ssh: SshMachine, image: ImageToInspect, first: string | null) {
  const { signal } = image;
  for (let below = first, depth = 0; below !== null; depth++) {
    if (depth === DEEPEST)
      throw new FatalTaskError('The image has too many layers.', { code: 'BAD_USER_INPUT' });
    const sample: ImageSample | null = await sampleImage(ssh, below, { format: 'QCOW2', signal });
    if (!sample)
      throw new FatalTaskError(`The image is a layer over ${below}, which is missing.`, {
        code: 'NOT_FOUND',
      });
    if (!isQcow2(sample.head)) return;
    below = judge(sample, { ...image, file: below }).backingFile;
  }
}

/** @throws {FatalTaskError} */
function judge(sample: ImageSample, rules: ImageRules): CheckedImage {
  try {
    return checkImage(sample, rules);
  } catch (error) {
    if (!(error instanceof ImageFault)) throw error;
    throw new FatalTaskError(error.message, { code: 'BAD_USER_INPUT', cause: error });
  }
}
