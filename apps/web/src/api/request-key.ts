/**
 * A `clientMutationId`: the same one by the same user returns the first result, so a request
 * that is sent twice acts once. `randomUUID` needs HTTPS or localhost; random bytes do not.
 */
export function requestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
