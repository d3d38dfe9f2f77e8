import type { Caller } from './caller.ts';
import { Domain, type DomainStats } from './domain.ts';
import { decodeRemoteNonnullDomain } from './generated/codec-shared.ts';
import { ProtocolLimit } from './generated/constants.ts';
import { TypedParameterType } from './generated/enums.ts';
import { procedures } from './generated/procedures.ts';
import type { AnyProcedure } from './pending-call.ts';
import type { ParamValue } from './typed-params.ts';
import type { XdrReader } from './xdr-reader.ts';

const STRING_MAX = ProtocolLimit.REMOTE_STRING_MAX;
const LIST_MAX = ProtocolLimit.REMOTE_DOMAIN_LIST_MAX;
const PARAMS_MAX = ProtocolLimit.REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX;
/** Least bytes of a domain, a parameter, a record of statistics. */
const DOMAIN_BYTES = 24;
const PARAM_BYTES = 8;
const RECORD_BYTES = DOMAIN_BYTES + 4;

function readValue(r: XdrReader): ParamValue {
  const type = r.int();
  switch (type) {
    case TypedParameterType.INT:
      return r.int();
    case TypedParameterType.UINT:
      return r.uint();
    case TypedParameterType.LLONG:
      return r.hyper();
    case TypedParameterType.ULLONG:
      return r.uhyper();
    case TypedParameterType.DOUBLE:
      return r.double();
    case TypedParameterType.BOOLEAN:
      return r.int() !== 0;
    case TypedParameterType.STRING:
      return r.string(STRING_MAX);
    default:
      return r.badDiscriminant(type);
  }
}

/**
 * The two large replies decoded to what callers get, without the generated structs between: of
 * 500 domains' statistics those are 3,000 objects, whose collection costs as much as decoding.
 * Layouts: `remote_connect_list_all_domains_ret`, `remote_connect_get_all_domain_stats_ret`.
 */
export function domainListProcedures(caller: Caller): {
  readonly list: AnyProcedure;
  readonly stats: AnyProcedure;
} {
  const readDomain = (r: XdrReader) => new Domain(caller, decodeRemoteNonnullDomain(r));
  const readRecord = (r: XdrReader): DomainStats => {
    const domain = readDomain(r);
    const stats: Record<string, ParamValue> = {};
    for (let left = r.count(PARAMS_MAX, PARAM_BYTES); left > 0; left--) {
      const name = r.string(STRING_MAX);
      stats[name] = readValue(r);
    }
    return { domain, stats };
  };
  const readList = (r: XdrReader): Domain[] => {
    const domains = r.array(LIST_MAX, DOMAIN_BYTES, readDomain);
    r.uint(); // the count, as asked with need_results 0
    return domains;
  };
  return {
    list: { ...procedures.connectListAllDomains, decode: readList },
    stats: {
      ...procedures.connectGetAllDomainStats,
      decode: (r: XdrReader) => r.array(LIST_MAX, RECORD_BYTES, readRecord),
    },
  };
}
