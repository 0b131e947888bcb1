/* Random values of our own: keys of requests, seeds. Must not be known here: what they are for. */

/** A new key for one wish; also on pages without https, where crypto.randomUUID is missing. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, '0')).join('');

/** A seed that JSON carries exactly. */
export const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
