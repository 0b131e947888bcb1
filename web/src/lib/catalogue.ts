/* Words for the keys of modes, plan types and scenarios: one set for every page. Must not be known here: where they stand. */

interface Entry {
  key: string;
  label: string;
}

/** The key itself for what the catalogue does not know. */
export const labelOf = (entries: readonly Entry[], key: string): string => entries.find((entry) => entry.key === key)?.label ?? key;

/** "flat-growth" reads as "Flat growth". */
export const wordOf = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1).replaceAll(/[-_]/g, ' ');
