import type { ApolloLink } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { OperationTypeNode } from 'graphql';

/**
 * Sends again what got no answer because the network failed for a moment: a laptop that changes
 * from one to another, a proxy that is started anew. A question may always be sent again; of
 * mutations those with a `clientMutationId`, which act once however often they arrive.
 */
export function askAgain(): ApolloLink {
  return new RetryLink({
    delay: { initial: 300, max: 2_000, jitter: true },
    attempts: {
      max: 4,
      // `fetch` rejects with a TypeError where no answer came, and with nothing else.
      retryIf: (error, operation) => error instanceof TypeError && isRepeatable(operation),
    },
  });
}

function isRepeatable({ operationType, variables }: ApolloLink.Operation): boolean {
  if (operationType !== OperationTypeNode.MUTATION) {
    return operationType === OperationTypeNode.QUERY;
  }
  const input: unknown = variables['input'];
  return typeof input === 'object' && input !== null && 'clientMutationId' in input;
}
