/* Facts about what an error's notice says. */

import { MantineProvider } from '@mantine/core';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem';
import type { Issue } from '../api/types';
import { ErrorNotice } from './ErrorNotice';

let root: Root;
let host: HTMLElement;

const show = (error: ApiProblem): void => act(() => root.render(<MantineProvider><ErrorNotice error={error} /></MantineProvider>));
const items = (): string[] => [...host.querySelectorAll('li')].map((item) => item.textContent ?? '');
const issue = (month: string): Issue => ({ code: 'month_in_future', month, message: `${month} is in the future.`, hint: 'Leave it out.' });

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  host = document.createElement('div');
  root = createRoot(host);
});

afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

describe('the notice of an error', () => {
  it('lists every issue with what to do about it', () => {
    show(new ApiProblem(422, { detail: 'The plan has errors.', hint: 'Correct the cells named.', errors: [issue('2999-01'), issue('2999-02')] }));
    expect(host.textContent).toContain('The plan has errors. Correct the cells named.');
    expect(items()).toEqual(['2999-01 is in the future. Leave it out.', '2999-02 is in the future. Leave it out.']);
  });

  it('counts the issues that are too many to list', () => {
    show(new ApiProblem(422, { errors: Array.from({ length: 15 }, () => issue('2999-01')) }));
    expect(items()).toHaveLength(13);
    expect(items().at(-1)).toBe('and 3 more');
  });

  it('has no list where there are no issues', () => {
    show(new ApiProblem(503, { detail: 'The database does not answer.' }));
    expect(items()).toEqual([]);
  });
});
