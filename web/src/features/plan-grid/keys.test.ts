/*
 * Facts about what keys mean.
 *
 * Must not be known here: what is done about them.
 */

import { describe, expect, it } from 'vitest';
import { intentWhenEditing, intentWhenMoving, type KeyPress } from './keys';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({ key, ctrl: false, shift: false, alt: false, ...held });

describe('keys while moving about', () => {
  it('extends the range with Shift and an arrow', () => {
    expect(intentWhenMoving(press('ArrowDown', { shift: true }))).toEqual({ do: 'move', rows: 1, cols: 0, extend: true });
  });

  it('starts typing with any character, but not with a space', () => {
    expect(intentWhenMoving(press('€'))).toEqual({ do: 'type', text: '€' });
    expect(intentWhenMoving(press(' '))).toEqual({ do: 'nothing' });
  });

  it('reads Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z as undo and redo', () => {
    expect(intentWhenMoving(press('z', { ctrl: true }))).toEqual({ do: 'undo' });
    expect(intentWhenMoving(press('y', { ctrl: true }))).toEqual({ do: 'redo' });
    expect(intentWhenMoving(press('Z', { ctrl: true, shift: true }))).toEqual({ do: 'redo' });
  });

  it('leaves copy, cut, paste and hard reload to the browser', () => {
    for (const key of ['c', 'x', 'v']) expect(intentWhenMoving(press(key, { ctrl: true }))).toBeNull();
    expect(intentWhenMoving(press('R', { ctrl: true, shift: true }))).toBeNull();
  });

  it('leaves keys with Alt and function keys to the browser', () => {
    expect(intentWhenMoving(press('ArrowLeft', { alt: true }))).toBeNull();
    expect(intentWhenMoving(press('F5'))).toBeNull();
  });
});

describe('keys while editing', () => {
  it('commits with an arrow after typing, and moves the caret after F2', () => {
    expect(intentWhenEditing(press('ArrowRight'), 'enter')).toEqual({ do: 'commit', go: 'right' });
    expect(intentWhenEditing(press('ArrowRight'), 'modify')).toBeNull();
  });

  it('leaves undo inside the text field to the browser', () => {
    expect(intentWhenEditing(press('z', { ctrl: true }), 'enter')).toBeNull();
  });

  it('commits upwards with Shift and Enter', () => {
    expect(intentWhenEditing(press('Enter', { shift: true }), 'modify')).toEqual({ do: 'commit', go: 'up' });
  });
});
