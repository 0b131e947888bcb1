/* The few icons in use, drawn with the text's colour. Must not be known here: where they stand. */

import type { ReactNode } from 'react';

function Icon({ children, size = 16 }: { children: ReactNode; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const ChevronIcon = () => <Icon size={12}><path d="M3 6l5 5 5-5" /></Icon>;
export const CheckIcon = () => <Icon><path d="M3 8.5l3.2 3.2L13 5" /></Icon>;
export const CrossIcon = () => <Icon><path d="M4 4l8 8M12 4l-8 8" /></Icon>;
export const SortIcon = ({ direction }: { direction: 'asc' | 'desc' | null }) => (
  <Icon size={12}>
    {direction !== 'desc' && <path d="M4 6.5L8 2.5l4 4" opacity={direction === null ? 0.45 : 1} />}
    {direction !== 'asc' && <path d="M4 9.5l4 4 4-4" opacity={direction === null ? 0.45 : 1} />}
  </Icon>
);
export const SunIcon = () => <Icon><circle cx="8" cy="8" r="3" /><path d="M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1" /></Icon>;
export const MoonIcon = () => <Icon><path d="M13.5 9.5A6 6 0 016.5 2.5a6 6 0 107 7z" /></Icon>;
export const SearchIcon = () => <Icon><circle cx="7" cy="7" r="4.2" /><path d="M10.2 10.2L14 14" /></Icon>;
export const PlusIcon = () => <Icon><path d="M8 3v10M3 8h10" /></Icon>;
