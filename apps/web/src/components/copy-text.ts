/**
 * Puts text on the clipboard. Plain HTTP on another name than localhost has no clipboard API;
 * there the old command does it.
 * @returns whether the browser allowed it
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Permission refused: the old way may still be allowed.
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'pf-v6-screen-reader';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}
