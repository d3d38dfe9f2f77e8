/** Where a person put the hosts, by id. */
export type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

const keyOf = (user: string): string => `baadal.network.places.${user}`;

/** The places that a person fixed in this browser. */
export function keptPlaces(user: string): Places {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(user)) ?? '{}');
    return stored !== null && typeof stored === 'object' ? (stored as Places) : {};
  } catch {
    // Storage forbidden or its content not ours: the layout decides.
    return {};
  }
}

/** Keeps places, or forgets them all when there are none. */
export function keepPlaces(user: string, places: Places): void {
  try {
    if (Object.keys(places).length === 0) localStorage.removeItem(keyOf(user));
    else localStorage.setItem(keyOf(user), JSON.stringify(places));
  } catch {
    // Storage forbidden: they hold as long as the page.
  }
}
