import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  HostNetworkPlacesDocument,
  SetHostNetworkPlacesDocument,
} from '../../../api/generated/graphql.ts';
import { useSoon } from '../../../components/use-soon.ts';
import { t } from '../../../messages/message.ts';
import { showFault } from '../../../shell/toast-store.ts';

/** Where a person put the hosts, by id. */
export type Places = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** The places, and how they are kept. */
export interface KeptPlaces {
  /** Null: they are not known yet. */
  readonly first: Places | null;
  /** As they are by now; kept outside of React, since the canvas has them already. */
  readonly now: () => Places;
  /** Keeps them for the next time, on any machine; none forgets them all. */
  readonly keep: (places: Places) => void;
}

const saveMs = 800;

/** The places that the signed-in person fixed; kept by the server. */
export function usePlaces(): KeptPlaces {
  const client = useApolloClient();
  const [first, setFirst] = useState<Places | null>(null);
  const places = useRef<Places>({});
  useEffect(() => {
    let live = true;
    const known = (found: Places) => {
      if (!live) return;
      places.current = found;
      setFirst(found);
    };
    client.query({ query: HostNetworkPlacesDocument, fetchPolicy: 'network-only' }).then(
      ({ data }) =>
        known(
          Object.fromEntries(
            (data?.hostNetworkPlaces ?? []).map(({ hostId, x, y }) => [hostId, { x, y }]),
          ),
        ),
      // The page says itself that the server is away: the layout decides meanwhile.
      () => known({}),
    );
    return () => {
      live = false;
    };
  }, [client]);
  const save = useSoon(() => {
    const wanted = Object.entries(places.current).map(([hostId, { x, y }]) => ({
      ...{ hostId, x: Math.round(x), y: Math.round(y) },
    }));
    const variables = { input: { places: wanted } };
    client
      .mutate({ mutation: SetHostNetworkPlacesDocument, variables })
      .catch((error: unknown) => showFault(t('network.placesFailed'), faultOf(error)));
  }, saveMs);
  const keep = useCallback(
    (next: Places) => {
      places.current = next;
      save();
    },
    [save],
  );
  const now = useCallback(() => places.current, []);
  return { first, now, keep };
}
