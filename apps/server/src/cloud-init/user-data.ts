import { type Document, isMap, isScalar, parseDocument, visit, type YAMLParseError } from 'yaml';

/** Beyond this cloud-init itself advises to fetch the rest from elsewhere. */
export const MAX_USER_DATA_BYTES = 64 * 1024;
const MAX_KEYS = 20;

/**
 * Says what is wrong with user data; null when a guest can use it.
 *
 * Taken are what people write: `#cloud-config` with YAML, and `#!` scripts.
 */
export function userDataFault(text: string): string | null {
  if (Buffer.byteLength(text) > MAX_USER_DATA_BYTES)
    return `User data has at most ${MAX_USER_DATA_BYTES / 1024} KiB.`;
  if (text.includes('\0')) return 'User data is text; this holds a NUL byte.';
  const [first = ''] = text.split('\n');
  if (first.startsWith('#!')) return scriptFault(first);
  if (first.trimEnd() === '#cloud-config') return configFault(text);
  return 'User data begins with #cloud-config or, for a script, with #! and its interpreter.';
}

function scriptFault(first: string): string | null {
  return /^#!\s*\/\S+/.test(first)
    ? null
    : 'The first line of a script names its interpreter by an absolute path: #!/bin/sh.';
}

function configFault(text: string): string | null {
  // The parser compares each key of a mapping with all others: seconds, for 64 KiB of them.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const [error] = document.errors;
  const fault = error ? { at: error.pos[0], message: wordsOf(error) } : repeatedKey(document);
  if (fault) {
    const line = text.slice(0, fault.at).split('\n').length;
    return `User data is not valid YAML, line ${line}: ${fault.message}`;
  }
  // Its values stay unread: aliases could make them grow without end.
  if (document.contents === null || isMap(document.contents)) return null;
  return 'A #cloud-config is a mapping, such as "packages: [git]".';
}

/** Of an overflow of its stack the parser says just that. */
function wordsOf({ code, message }: YAMLParseError): string {
  return code === 'RESOURCE_EXHAUSTION' ? 'It is nested too deeply' : message;
}

/** The first key that a mapping has twice, and where. */
function repeatedKey(document: Document): { readonly at: number; readonly message: string } | null {
  let repeated: { at: number; message: string } | null = null;
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (seen.has(key.value)) {
          repeated = { at: key.range?.[0] ?? 0, message: `The key ${key.value} is there twice` };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return repeated;
}

const KEY_TYPES = [
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
];

/** The keys of a text that has one on each line, as `authorized_keys` does; blank lines are left out. */
export function sshKeysOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Says what is wrong with public SSH keys, one a line; null when they are. */
export function sshKeyFault(text: string): string | null {
  const keys = sshKeysOf(text);
  if (/PRIVATE KEY/.test(text))
    return 'This is a private key, which nobody else should ever see. Give the public one (.pub).';
  if (keys.length === 0) return 'There is no key in it.';
  if (keys.length > MAX_KEYS) return `At most ${MAX_KEYS} keys.`;
  const bad = keys.findIndex((key) => !isPublicKey(key));
  if (bad < 0) return null;
  return `Key ${bad + 1} is not a public SSH key: it reads "ssh-ed25519 AAAA… name".`;
}

/** The blob repeats the type: a key that was cut or mixed up is found without any crypto. */
function isPublicKey(line: string): boolean {
  const [type = '', blob = ''] = line.split(/\s+/);
  if (!KEY_TYPES.includes(type) || !/^[A-Za-z0-9+/]+={0,2}$/.test(blob)) return false;
  if (/\p{Cc}/u.test(line)) return false;
  const bytes = Buffer.from(blob, 'base64');
  if (bytes.length < 4 + type.length) return false;
  let at = 0;
  let parts = 0;
  for (; at + 4 <= bytes.length; parts++) at += 4 + bytes.readUInt32BE(at);
  const named = bytes.toString('latin1', 4, 4 + bytes.readUInt32BE(0));
  return named === type && at === bytes.length && parts >= 2;
}
