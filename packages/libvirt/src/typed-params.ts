import { EncodeError } from './errors.ts';
import type { RemoteTypedParam, RemoteTypedParamValue } from './generated/codec-shared.ts';
import { TypedParameterType } from './generated/enums.ts';
import { paramTypes } from './generated/typed-param-names.ts';

/** A typed parameter as a JavaScript value: 64-bit ones are bigint. */
export type ParamValue = number | bigint | string | boolean;

/** Typed parameters by name. A name that came several times keeps its last value. */
export type ParamRecord = Readonly<Record<string, ParamValue>>;

/** What may be given for a parameter; a list is sent as the name repeated. */
export type ParamInput = ParamValue | readonly ParamValue[];

/** `{name: value}` from the wire. */
export function paramsToRecord(params: readonly RemoteTypedParam[]): ParamRecord {
  const record: Record<string, ParamValue> = {};
  for (const { field, value } of params) {
    record[field] = value.type === TypedParameterType.BOOLEAN ? value.value !== 0 : value.value;
  }
  return record;
}

function toInteger(name: string, value: ParamValue): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new EncodeError(`parameter ${name}: not an integer: ${String(value)}`);
}

function encodeParam(name: string, value: ParamValue): RemoteTypedParamValue {
  const type = Object.hasOwn(paramTypes, name)
    ? paramTypes[name as keyof typeof paramTypes]
    : undefined;
  switch (type) {
    case 'INT':
      return { type: TypedParameterType.INT, value: Number(toInteger(name, value)) };
    case 'UINT':
      return { type: TypedParameterType.UINT, value: Number(toInteger(name, value)) };
    case 'LLONG':
      return { type: TypedParameterType.LLONG, value: toInteger(name, value) };
    case 'ULLONG':
      return { type: TypedParameterType.ULLONG, value: toInteger(name, value) };
    case 'DOUBLE':
      return { type: TypedParameterType.DOUBLE, value: Number(value) };
    case 'BOOLEAN':
      return { type: TypedParameterType.BOOLEAN, value: value ? 1 : 0 };
    case 'STRING':
      return { type: TypedParameterType.STRING, value: String(value) };
    case undefined:
      throw new EncodeError(`parameter ${name}: its type is not known`);
  }
}

/**
 * Typed parameters for the wire.
 *
 * The type is taken from libvirt's headers by name, never from the JavaScript value: the daemon
 * refuses an int where it wants a long.
 * @throws {EncodeError} unknown name, or a value that does not fit
 */
export function paramsFromRecord(values: Readonly<Record<string, ParamInput>>): RemoteTypedParam[] {
  return Object.entries(values).flatMap(([field, input]) => {
    const list: readonly ParamValue[] = Array.isArray(input) ? input : [input as ParamValue];
    return list.map((value) => ({ field, value: encodeParam(field, value) }));
  });
}
