import { en } from './en.ts';

/**
 * Texts by key with named parameters. No i18n library: messages are plain strings, plural pairs
 * are two keys, and the compiler checks keys and parameters. A second language is a second file
 * of the same shape.
 */
type Messages = typeof en;

/** Every key of the message files. */
export type MessageKey = keyof Messages;

type ParamNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

type Params<Key extends MessageKey> = [ParamNames<Messages[Key]>] extends [never]
  ? []
  : [params: Readonly<Record<ParamNames<Messages[Key]>, string | number>>];

/** Keys of texts without parameters, for tables of words. */
export type PlainKey = {
  [Key in MessageKey]: [ParamNames<Messages[Key]>] extends [never] ? Key : never;
}[MessageKey];

/** The text of a key with its parameters filled in. */
export function t<Key extends MessageKey>(key: Key, ...params: Params<Key>): string {
  const values = params[0] as Readonly<Record<string, string | number>> | undefined;
  const text: string = en[key];
  return values ? text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])) : text;
}

/** `1 VM` or `3 VMs`: the first key for one, the second, which takes `{count}`, for others. */
export function plural<One extends MessageKey, Other extends MessageKey>(
  count: number,
  one: One,
  other: Other,
): string {
  const text: string = en[count === 1 ? one : other];
  return text.replace('{count}', String(count));
}
