import { CodecWriter } from './codec.ts';
import { type Facts, type ProcedureFact, passesDescriptors } from './facts.ts';
import { enumName, pascal, procedureKey, shortNames } from './names.ts';

/** Generated files by name, without their header. */
export type Files = Map<string, string>;

/** The codec file a struct belongs to. Shared structs come first, so that files have no cycles. */
function codecFile(struct: string): string {
  if (struct.startsWith('virNet')) return 'codec-message';
  if (struct.startsWith('qemu_')) return 'codec-qemu';
  const name = struct.replace(/^remote_/, '');
  if (/event/.test(name) && name.endsWith('_msg')) return 'codec-event';
  if (/event_graphics/.test(name)) return 'codec-event';
  if (!/_(args|ret|msg)$/.test(name)) return 'codec-shared';
  if (/^domain_/.test(name)) return 'codec-domain';
  if (/^(connect|auth)_/.test(name)) return 'codec-connect';
  if (/^(network|storage)_/.test(name)) return 'codec-storage-network';
  return 'codec-other';
}

/** All codec files. Returns also which file holds which struct. */
export function emitCodecs(facts: Facts, files: Files): Map<string, string> {
  const codec = new CodecWriter(facts);
  const home = new Map<string, string>();
  for (const name of Object.keys(facts.unions)) home.set(name, 'codec-shared');
  for (const name of Object.keys(codec.structs)) home.set(name, codecFile(name));
  // a ret struct that others refer to, e.g. one security label, goes to the shared file
  for (const name of Object.keys(codec.structs)) {
    for (const used of codec.uses(name)) {
      if (home.get(used) !== home.get(name) && home.get(used) !== 'codec-event') {
        home.set(used, home.get(used) === 'codec-message' ? 'codec-message' : 'codec-shared');
      }
    }
  }
  for (const file of [...new Set(home.values())].sort()) {
    const mine = [...home].filter(([, f]) => f === file).map(([name]) => name);
    const imports = new Map<string, Set<string>>();
    for (const used of mine.flatMap((name) => codec.uses(name))) {
      const from = home.get(used) ?? '';
      if (from === file) continue;
      const names = imports.get(from) ?? new Set();
      imports.set(from, names);
      const name = pascal(used);
      for (const symbol of [`type ${name}`, `encode${name}`, `decode${name}`]) names.add(symbol);
    }
    files.set(
      file,
      [
        `import type { XdrReader } from '../xdr-reader.ts';`,
        `import type { XdrWriter } from '../xdr-writer.ts';`,
        ...[...imports].sort().map(([from, names]) => {
          return `import { ${[...names].sort().join(', ')} } from './${from}.ts';`;
        }),
        '',
        ...mine.map((name) => (name in facts.unions ? codec.union(name) : codec.struct(name))),
      ].join('\n'),
    );
  }
  return home;
}

interface Callable {
  readonly key: string;
  readonly program: number;
  readonly fact: ProcedureFact;
}

function callables(facts: Facts): { calls: Callable[]; events: Callable[] } {
  const calls: Callable[] = [];
  const events: Callable[] = [];
  for (const [program, procedures] of Object.entries(facts.procedures)) {
    for (const fact of procedures) {
      if (passesDescriptors(facts, program, fact.name)) continue;
      const key = procedureKey(program, fact.name);
      const entry = { key, program: facts.programs[program]?.program ?? 0, fact };
      (fact.event ? events : calls).push(entry);
    }
  }
  return { calls, events };
}

function importsOf(structs: readonly string[], home: Map<string, string>): string[] {
  const byFile = new Map<string, Set<string>>();
  for (const struct of structs) {
    const file = home.get(struct) ?? '';
    const set = byFile.get(file) ?? new Set();
    byFile.set(file, set);
    const name = pascal(struct);
    set.add(`type ${name}`);
    if (!struct.endsWith('_ret')) set.add(`encode${name}`);
    if (!struct.endsWith('_args')) set.add(`decode${name}`);
  }
  return [...byFile].sort().map(([file, names]) => {
    const used = [...names].filter((n) => !/^encode.*Msg$/.test(n)).sort();
    return `import { ${used.join(', ')} } from './${file}.ts';`;
  });
}

/** Consoles and channels are read streams of the facts file that take writes too. */
function streamDirection(fact: ProcedureFact): string {
  if (fact.writestream) return `'write'`;
  if (!fact.readstream) return 'null';
  return /_OPEN_(CONSOLE|CHANNEL)$/.test(fact.name) ? `'both'` : `'read'`;
}

function procedureComment(fact: ProcedureFact): string {
  const since = fact.since ?? (fact.addedAfter ? `after ${fact.addedAfter}` : undefined);
  return `  /** \`${fact.name}\`${since ? `, since libvirt ${since}` : ''} */`;
}

/** The table of procedures with the types of their arguments and replies. */
export function emitProcedures(facts: Facts, home: Map<string, string>, files: Files): void {
  const { calls } = callables(facts);
  const structs = calls.flatMap((c) => [c.fact.args, c.fact.ret]).filter((s) => s !== null);
  const lines = [
    `import type { Procedure } from '../procedure.ts';`,
    ...importsOf(structs, home),
    '',
    '/** Arguments and reply of every procedure, by its name. */',
    'export interface ProcedureMap {',
  ];
  for (const { key, fact } of calls) {
    const args = fact.args ? pascal(fact.args) : 'undefined';
    const ret = fact.ret ? pascal(fact.ret) : 'undefined';
    lines.push(
      procedureComment(fact),
      `  ${key}: { readonly args: ${args}; readonly ret: ${ret} };`,
    );
  }
  lines.push('}', '', '/** Procedures whose reply is followed by a stream. */');
  const streams = calls.filter((c) => c.fact.readstream || c.fact.writestream);
  lines.push(`export type StreamProcedureName =`, ...streams.map((c) => `  | '${c.key}'`), ';', '');
  lines.push(
    '/** The procedures as data: number, priority, codec. */',
    'export const procedures: { readonly [K in keyof ProcedureMap]: Procedure<ProcedureMap[K]> } = {',
  );
  for (const { key, program, fact } of calls) {
    const stream = streamDirection(fact);
    lines.push(
      `  ${key}: { name: '${key}', program: ${program}, number: ${fact.number}, ` +
        `highPriority: ${fact.priority === 'high'}, stream: ${stream}, ` +
        `encode: ${fact.args ? `encode${pascal(fact.args)}` : 'null'}, ` +
        `decode: ${fact.ret ? `decode${pascal(fact.ret)}` : 'null'} },`,
    );
  }
  lines.push('};', '');
  files.set('procedures', lines.join('\n'));
}

const EVENT_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(NETWORK_EVENT)/, 'network'],
  [/^(STORAGE_POOL_EVENT)/, 'storagePool'],
  [/^(NODE_DEVICE_EVENT)/, 'nodeDevice'],
  [/^(SECRET_EVENT)/, 'secret'],
  [/^(CONNECT_EVENT)/, 'connect'],
  [/^(DOMAIN_MONITOR)/, 'qemuMonitor'],
  [/^DOMAIN_EVENT_/, 'domain'],
];

/** Event messages: those with a callback id, i.e. without the legacy ones. */
export function emitMessages(facts: Facts, home: Map<string, string>, files: Files): void {
  const { events } = callables(facts);
  const idOf = new Map(
    Object.entries(facts.domainEventProcedures).map(([id, p]) => [p, Number(id)]),
  );
  const codec = new CodecWriter(facts);
  const current = events.filter((e) => {
    const fields = codec.structs[e.fact.msg ?? ''] ?? [];
    return fields.some((f) => f.name === 'callbackID');
  });
  const lines = [
    `import type { EventMessage } from '../procedure.ts';`,
    ...importsOf(
      current.map((e) => e.fact.msg ?? ''),
      home,
    ),
    '',
    '/** The payload of every event message, by its name. */',
    'export interface EventMessageMap {',
    ...current.map((e) => `  ${e.key}: ${pascal(e.fact.msg ?? '')};`),
    '}',
    '',
    '/** Event messages as data. `eventId` is the domain event they carry, -1 for other objects. */',
    'export const eventMessages: { readonly [K in keyof EventMessageMap]: EventMessage<K, EventMessageMap[K]> } = {',
  ];
  for (const { key, program, fact } of current) {
    const kind = EVENT_KINDS.find(([pattern]) => pattern.test(fact.name))?.[1] ?? 'domain';
    lines.push(
      `  ${key}: { name: '${key}', kind: '${kind}', program: ${program}, number: ${fact.number}, ` +
        `eventId: ${idOf.get(fact.name) ?? -1}, decode: decode${pascal(fact.msg ?? '')} },`,
    );
  }
  lines.push('};', '');
  files.set('event-messages', lines.join('\n'));
}

/** Public enums as const objects with a type of the same name. */
export function emitEnums(facts: Facts, files: Files): void {
  const lines: string[] = [];
  for (const [name, { values, since }] of Object.entries(facts.publicEnums)) {
    const short = shortNames(name, Object.keys(values));
    lines.push(`/** \`${name}\`, e.g. \`${Object.keys(values)[0]}\`. */`);
    lines.push(`export const ${enumName(name)} = {`);
    for (const [constant, value] of Object.entries(values)) {
      const version = since?.[constant];
      if (version) lines.push(`  /** Since libvirt ${version}. */`);
      lines.push(`  ${short.get(constant)}: ${value},`);
    }
    lines.push('} as const;');
    lines.push(
      `export type ${enumName(name)} = (typeof ${enumName(name)})[keyof typeof ${enumName(name)}];`,
      '',
    );
  }
  files.set('enums', lines.join('\n'));
}

function constObject(name: string, doc: string, values: Readonly<Record<string, number>>): string {
  const lines = Object.entries(values).map(([key, value]) => `  ${key}: ${value},`);
  return [`/** ${doc} */`, `export const ${name} = {`, ...lines, '} as const;', ''].join('\n');
}

/** Programs, limits, features. */
export function emitConstants(facts: Facts, files: Files): void {
  const programs = Object.fromEntries(
    Object.entries(facts.programs).map(([name, p]) => [name.toUpperCase(), p.program]),
  );
  files.set(
    'constants',
    [
      constObject('Program', 'Program numbers in the packet header.', programs),
      constObject('MessageLimit', 'Limits of the message layer, bytes.', facts.netConstants),
      constObject('ProtocolLimit', 'Limits of lists and strings.', facts.constants),
      constObject('PublicNumber', 'Numbers of the public headers.', facts.publicNumbers),
      constObject('DriverFeature', 'Arguments of `connectSupportsFeature`.', facts.driverFeatures),
    ].join('\n'),
  );
}

/** Without the prefix; the old warnings (`VIR_WAR_…`) keep theirs, since they repeat names. */
function bare(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name.replace(/^VIR_/, '');
}

/** Error codes and domains by number. */
export function emitErrors(facts: Facts, files: Files): void {
  const codes = facts.publicEnums['virErrorNumber']?.values ?? {};
  const domains = facts.publicEnums['virErrorDomain']?.values ?? {};
  const table = (values: Record<string, number>, prefix: string) =>
    Object.entries(values).map(([name, value]) => `  ${value}: '${bare(name, prefix)}',`);
  const names = (values: Record<string, number>, prefix: string) =>
    Object.keys(values).map((name) => `  | '${bare(name, prefix)}'`);
  files.set(
    'errors',
    [
      '/** Names of `virErrorNumber` without `VIR_ERR_`. */',
      'export type ErrorCodeName =',
      ...names(codes, 'VIR_ERR_'),
      ';',
      '',
      '/** Names of `virErrorDomain` without `VIR_FROM_`. */',
      'export type ErrorDomainName =',
      ...names(domains, 'VIR_FROM_'),
      ';',
      '',
      '/** Name of each error code. */',
      'export const errorCodeNames: Readonly<Record<number, ErrorCodeName>> = {',
      ...table(codes, 'VIR_ERR_'),
      '};',
      '',
      '/** Name of each error domain: the part of libvirt that failed. */',
      'export const errorDomainNames: Readonly<Record<number, ErrorDomainName>> = {',
      ...table(domains, 'VIR_FROM_'),
      '};',
      '',
    ].join('\n'),
  );
}

/** Names of typed parameters and, where the headers tell it, their types. */
export function emitTypedParams(facts: Facts, files: Files): void {
  const names = Object.entries(facts.publicStrings).map(([constant, value]) => {
    return `  ${constant.replace(/^VIR_/, '')}: '${value}',`;
  });
  const types = new Map<string, string>();
  for (const [constant, type] of Object.entries(facts.publicStringTypes)) {
    const name = facts.publicStrings[constant] ?? '';
    if (types.get(name) && types.get(name) !== type) throw new Error(`two types for ${name}`);
    types.set(name, type);
  }
  files.set(
    'typed-param-names',
    [
      '/** String constants of the public headers: typed-parameter names and statistics keys. */',
      'export const ParamName = {',
      ...names,
      '} as const;',
      '',
      '/** Type of each typed parameter on the wire; the daemon refuses any other. */',
      'export const paramTypes = {',
      ...[...types].map(([name, type]) => `  '${name}': '${type}',`),
      '} as const;',
      '',
    ].join('\n'),
  );
}
