/*
 * The text field inside the cell being edited. It holds no text of its own: the reducer does, and
 * the grid's keyboard decides when the text is taken.
 *
 * Must not be known here: how text is read, where committing leads.
 */

import { useLayoutEffect, useRef, type Dispatch } from 'react';
import type { GridAction } from './state';
import classes from './PatchPlanGrid.module.css';

interface CellEditorProps {
  text: string;
  label: string;
  invalid: boolean;
  describedBy: string | undefined;
  /** Deltas need a minus sign, which the decimal keypad of some phones lacks. */
  inputMode: 'decimal' | 'text';
  dispatch: Dispatch<GridAction>;
}

export function CellEditor({ text, label, invalid, describedBy, inputMode, dispatch }: CellEditorProps) {
  const field = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    input.focus({ preventScroll: true });
    input.setSelectionRange(input.value.length, input.value.length);
  }, []);

  return (
    <input
      ref={field}
      className={classes.editor}
      value={text}
      aria-label={label}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      inputMode={inputMode}
      onChange={(event) => dispatch({ type: 'edit-text', text: event.currentTarget.value })}
    />
  );
}
