/**
 * Column shapes that every table shares; written out since decorator metadata is off.
 * Spread them: the ORM writes into the object a decorator is given.
 */
export const ID = { type: 'string', length: 32 } as const;
export const NAME = { type: 'string', length: 100 } as const;
/** One of a small set of words. */
export const WORD = { type: 'string', length: 24 } as const;
/** UTC with milliseconds. */
export const TIME = { type: 'Date', length: 3 } as const;
export const TEXT = { type: 'text' } as const;
export const INT = { type: 'integer' } as const;
export const BOOL = { type: 'boolean' } as const;
export const JSON_COLUMN = { type: 'json' } as const;
export const MAYBE = { nullable: true } as const;
