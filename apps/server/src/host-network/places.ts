import { z } from 'zod';
import { runMutation } from '../audit/mutation.ts';
import { requireViewer } from '../auth/policy.ts';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../platform/errors.ts';
import { loadPreference, storePreference } from '../user/preference.service.ts';
import type { HostPlace, SetHostNetworkPlacesInput } from './places.type.ts';

const NAME = 'hostNetworkPlaces';
/** More hosts than a graph shows; keeps the row small. */
const PLACES_MAX = 1_000;
const FARTHEST = 1_000_000;

const coordinate = z.number().min(-FARTHEST).max(FARTHEST);
const places = z.array(z.strictObject({ hostId: z.string(), x: coordinate, y: coordinate }));

/** Where the viewer put hosts in the graph; none when they never did. */
export async function hostNetworkPlaces(context: Context): Promise<HostPlace[]> {
  const { userId } = requireViewer(context);
  const stored = places.safeParse(await loadPreference(context.em, userId, NAME));
  // What an older version stored in another shape: the layout decides.
  return stored.success ? stored.data : [];
}

function check(wanted: readonly HostPlace[]): void {
  const fault = (message: string) => new BadUserInputError([{ path: 'places', message }]);
  if (wanted.length > PLACES_MAX) throw fault(`At most ${PLACES_MAX} hosts have a place.`);
  if (new Set(wanted.map(({ hostId }) => hostId)).size < wanted.length)
    throw fault('Each host has one place.');
  if (!places.safeParse(wanted).success)
    throw fault(`Places are numbers from -${FARTHEST} to ${FARTHEST}.`);
}

/** Keeps where the viewer put hosts, instead of all that was kept before. @throws {BadUserInputError} */
export async function setHostNetworkPlaces(
  context: Context,
  { places: given, clientMutationId }: SetHostNetworkPlacesInput,
): Promise<HostPlace[]> {
  const { userId } = requireViewer(context);
  const value = given.map(({ hostId, x, y }) => ({ hostId, x, y }));
  check(value);
  const call = { action: 'setHostNetworkPlaces', clientMutationId };
  await runMutation(context, call, async ({ em }) => {
    await storePreference(em, userId, { name: NAME, value: value.length > 0 ? value : null });
    return userId;
  });
  return hostNetworkPlaces(context);
}
