import type { ApiTokenId, OrganisationId, UserId } from '../platform/ids.ts';
import type { Role } from '../user/role.ts';
import type { TokenScope } from './api-token.entity.ts';

/** The person a request comes from, and how it proved that. */
export interface Viewer {
  readonly userId: UserId;
  readonly username: string;
  readonly roles: readonly Role[];
  readonly organisationId: OrganisationId;
  /** What the credential allows; a browser session allows everything its person may do. */
  readonly scopes: readonly TokenScope[];
  /** Row that proves it: hash of the session cookie, or the token's id. */
  readonly credential:
    | { readonly kind: 'session'; readonly id: string }
    | { readonly kind: 'token'; readonly id: ApiTokenId };
}
