import { useQuery } from '@apollo/client/react';
import { DeletedVmGraceDocument } from '../../../api/generated/graphql.ts';
import { plural, t } from '../../../messages/message.ts';

/** Tells how long what is deleted can be had back; nothing until the server has said so. */
export function GraceTime() {
  const days = useQuery(DeletedVmGraceDocument, { fetchPolicy: 'cache-and-network' }).data
    ?.deletedVmGraceDays;
  if (days === undefined) return null;
  if (days === 0) return t('deleted.grace.none');
  return plural(days, 'deleted.grace.one', 'deleted.grace.many');
}
