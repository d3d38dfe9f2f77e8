import { type ApolloCache, ApolloLink } from '@apollo/client';
import { type DocumentNode, OperationTypeNode } from 'graphql';
import { finalize, tap } from 'rxjs';

/** What a subscription told of one object while an answer was on its way. */
interface Heard {
  readonly query: DocumentNode;
  readonly variables: Record<string, unknown>;
  readonly result: Record<string, unknown>;
}

/**
 * Keeps an answer that was overtaken from hiding what is newer.
 *
 * Queries and mutations come by HTTP, changes by a socket of their own. The server may read an
 * object for an answer, change it, and tell the change, before the answer is here; written last,
 * the answer would put the old state back and nothing would correct it. So what subscriptions tell
 * while an answer is on its way is written once more after it. Where the answer was the newer of
 * the two, the change that made it newer is told as well, and comes later.
 *
 * @param cache where the client's results are written
 */
export function keepNewest(cache: ApolloCache): ApolloLink {
  const underWay = new Set<Map<string, Heard>>();
  return new ApolloLink((operation, forward) => {
    const { query, variables } = operation;
    if (operation.operationType === OperationTypeNode.SUBSCRIPTION) {
      return forward(operation).pipe(
        tap(({ data }) => {
          for (const object of data ? Object.values(data) : []) {
            const id = isEntity(object) && cache.identify(object);
            if (!id) continue;
            const key = `${operation.operationName} ${id}`;
            for (const heard of underWay) heard.set(key, { query, variables, result: { ...data } });
          }
        }),
      );
    }
    const heard = new Map<string, Heard>();
    let answered = false;
    underWay.add(heard);
    return forward(operation).pipe(
      tap(() => {
        if (answered) return;
        answered = true;
        // The client writes the answer before a timer can run. What is told until then counts as
        // well: without it, what was told before would be written over it.
        setTimeout(() => {
          underWay.delete(heard);
          if (heard.size > 0) writeAgain(cache, [...heard.values()]);
        }, 0);
      }),
      finalize(() => {
        if (!answered) underWay.delete(heard);
      }),
    );
  });
}

function writeAgain(cache: ApolloCache, heard: readonly Heard[]): void {
  cache.batch({
    update: () => {
      for (const each of heard) cache.write({ ...each, dataId: 'ROOT_SUBSCRIPTION' });
    },
  });
}

function isEntity(value: unknown): value is { __typename: string; id: string } {
  return typeof value === 'object' && value !== null && '__typename' in value && 'id' in value;
}
