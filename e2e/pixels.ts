import type { Locator } from 'playwright-core';

/** What a part of the screen looks like, counted. */
export interface Pixels {
  /** Different colours; 1 is an empty screen. */
  readonly colours: number;
  /** Pixels as bright as text on a dark console. */
  readonly light: number;
  /** Pixels within 6 steps a channel of the colour that was asked for. */
  readonly alike: number;
}

/**
 * Counts the pixels of a part of the page as a person sees it.
 *
 * @param alike a colour to look for, as red, green, blue
 */
export async function pixelsOf(
  part: Locator,
  alike: readonly [number, number, number] = [-99, -99, -99],
): Promise<Pixels> {
  const png = (await part.screenshot({ caret: 'initial' })).toString('base64');
  // The page's own decoder; a Blob, because the page may load nothing from elsewhere.
  return await part.evaluate(
    async (_element, { base64, wanted }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      if (!canvas) throw new Error('no canvas');
      canvas.drawImage(image, 0, 0);
      const { data } = canvas.getImageData(0, 0, image.width, image.height);
      const colours = new Set<number>();
      let light = 0;
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
        colours.add(red * 65_536 + green * 256 + blue);
        if (red + green + blue > 3 * 130) light += 1;
        const near = [red, green, blue].every((each, i) => Math.abs(each - (wanted[i] ?? 0)) <= 6);
        if (near) found += 1;
      }
      return { colours: colours.size, light, alike: found };
    },
    { base64: png, wanted: [...alike] },
  );
}
