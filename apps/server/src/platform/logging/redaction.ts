/** What stands in the log where a secret was. */
export const REDACTED = '[redacted]';

/** Ends of the names of secret fields, compared without case, `-` and `_`; any prefix counts. */
const SECRET_NAME =
  /(passwords?|passwd|passphrase|secrets?|tokens?|authorization|cookies?|privatekey|apikey|credentials?|ticket)$/;

/** Cheap first look: a line without any of these holds no secret we know how to find. */
const SUSPICIOUS =
  /passw|passphrase|secret|token|authorization|cookie|private.?key|api.?key|credential|ticket|bearer|\/console\/|:\/\/[^/\s"]*@/i;

/** Secrets inside of text: credentials in URLs and headers, console tickets, `password=…`. */
const SECRETS_IN_TEXT: ReadonlyArray<readonly [RegExp, string]> = [
  [/(:\/\/[^/\s:@]*:)[^/\s@]+@/g, `$1${REDACTED}@`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  [/(\/console\/(?:vnc|serial)\/)[\w.~-]+/g, `$1${REDACTED}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [
    /\b(\w*(?:password|passwd|passphrase|secret|token)["']?\s*[=:]\s*["']?)[^\s"',;&}]+/gi,
    `$1${REDACTED}`,
  ],
];

/** Whether a field of this name holds a secret, at whatever depth it stands. */
function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[-_]/g, ''));
}

function redactText(text: string): string {
  return SECRETS_IN_TEXT.reduce((result, [pattern, by]) => result.replace(pattern, by), text);
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return SUSPICIOUS.test(value) ? redactText(value) : value;
  if (Array.isArray(value)) return value.map(redactValue);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      isSecretName(name) && field !== null && typeof field !== 'boolean'
        ? REDACTED
        : redactValue(field),
    ]),
  );
}

/**
 * Takes the secrets out of one JSON log line, at any depth. Done on the finished line, the one
 * place that bindings of child loggers, fields, errors and their causes all pass.
 *
 * @param line one JSON object, with or without its line end
 */
export function redactLine(line: string): string {
  if (!SUSPICIOUS.test(line)) return line;
  const end = line.endsWith('\n') ? '\n' : '';
  try {
    return JSON.stringify(redactValue(JSON.parse(line))) + end;
  } catch {
    // Not JSON, hence not made by our logger: the text's own patterns are what can be done.
    return redactText(line);
  }
}
