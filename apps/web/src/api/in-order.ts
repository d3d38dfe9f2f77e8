import { ApolloLink } from '@apollo/client';
import { OperationTypeNode, print } from 'graphql';
import { finalize, map } from 'rxjs';

/** The requests of one question that are under way, and the newest answer to it. */
interface Question {
  asked: number;
  underWay: number;
  newest?: { readonly asked: number; readonly result: ApolloLink.Result };
}

/**
 * Keeps an older answer to a question from hiding a newer one to the same.
 *
 * A page asks again because something has changed, perhaps before its first question is answered.
 * The two answers may come in any order: one that was asked for earlier and comes later is replaced
 * by the newer one, which is there already.
 */
export function inOrder(): ApolloLink {
  const questions = new Map<string, Question>();
  return new ApolloLink((operation, forward) => {
    if (operation.operationType !== OperationTypeNode.QUERY) return forward(operation);
    const key = `${print(operation.query)} ${JSON.stringify(operation.variables)}`;
    const question = questions.get(key) ?? { asked: 0, underWay: 0 };
    questions.set(key, question);
    question.asked++;
    question.underWay++;
    const { asked } = question;
    return forward(operation).pipe(
      map((result) => {
        if (question.newest && question.newest.asked > asked) return question.newest.result;
        if (!result.errors) question.newest = { asked, result };
        return result;
      }),
      finalize(() => {
        if (--question.underWay === 0) questions.delete(key);
      }),
    );
  });
}
