/** `remote_domain_get_info_ret` and `DOMAIN_GET_INFO` -> `RemoteDomainGetInfoRet`, `DomainGetInfo`. */
export function pascal(name: string): string {
  const words = name.includes('_') ? name.toLowerCase().split('_') : [name];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** The key of a procedure: libvirt's C name without `vir`, e.g. `domainCreateWithFlags`. */
export function procedureKey(program: string, name: string): string {
  const key = pascal(program === 'remote' ? name : `${program}_${name}`);
  return key.charAt(0).toLowerCase() + key.slice(1);
}

/** `virDomainEventID` -> `DomainEventId`. */
export function enumName(name: string): string {
  return name.replace(/^vir/, '').replace(/ID$/, 'Id');
}

function tokensOf(name: string): string[] {
  return name.split('_');
}

/** How many leading words of a C constant only repeat the name of its enum. */
function repeatedWords(name: string, constant: string): number {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()
    .split('_');
  const tokens = tokensOf(constant);
  let count = 0;
  while (count < tokens.length - 1 && words.includes(tokens[count] ?? '')) count++;
  return count;
}

/** Short names for the values of an enum: the words that all values share are dropped. */
export function shortNames(name: string, constants: readonly string[]): Map<string, string> {
  const first = tokensOf(constants[0] ?? '');
  let shared = 0;
  while (
    shared < first.length - 1 &&
    constants.every((c) => {
      const tokens = tokensOf(c);
      return tokens[shared] === first[shared] && tokens.length > shared + 1;
    })
  ) {
    shared++;
  }
  if (constants.length === 1) shared = repeatedWords(name, constants[0] ?? '');
  while (shared > 0 && constants.some((c) => /^\d/.test(tokensOf(c)[shared] ?? ''))) shared--;
  return new Map(constants.map((c) => [c, tokensOf(c).slice(shared).join('_')]));
}
