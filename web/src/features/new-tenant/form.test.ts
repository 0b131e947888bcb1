/* Facts about the request for a new tenant. */

import { describe, expect, it } from 'vitest';
import type { Catalogue, Plan } from '../../api/types';
import { isSame, nameless, requestOf, usualForm } from './form';

const CATALOGUE = {
  countries: [
    { code: 'DE', label: 'Germany', hasNames: true, currency: 'EUR' },
    { code: 'US', label: 'United States', hasNames: true, currency: 'USD' },
    { code: 'AQ', label: 'Antarctica', hasNames: false, currency: null },
  ],
  timezones: ['Europe/Berlin', 'Europe/London'],
} as unknown as Catalogue;

describe('a new tenant', () => {
  it('begins where the browser is', () => {
    const form = usualForm(CATALOGUE, 'de-DE', 'Europe/Berlin');
    expect([form.country, form.currency, form.timezone]).toEqual(['DE', 'EUR', 'Europe/Berlin']);
  });

  it('begins somewhere known where the browser is not', () => {
    const form = usualForm(CATALOGUE, 'en-AQ', 'Mars/Olympus');
    expect([form.country, form.currency, form.timezone]).toEqual(['US', 'USD', 'Europe/London']);
  });

  it('is asked for with a scenario, a plan, or neither', () => {
    const form = { ...usualForm(CATALOGUE, 'de', 'Europe/Berlin'), name: ' Ann ', start: '2025-01', last: '2025-06' };
    const plan: Plan = { mode: 'ADDITIVE', planType: 'TARGETS', months: [{ month: '2025-01', dealsCreated: '4' }] };
    expect(requestOf(form, plan)).toMatchObject({ name: 'Ann', scenario: 'growth', months: 6 });
    expect(requestOf({ ...form, history: 'plan' }, plan)).toMatchObject({ plan });
    expect(requestOf({ ...form, history: 'none' }, plan)).not.toHaveProperty('plan');
  });

  it('is the same wish as long as every word of it is, and the same preview whatever its name', () => {
    const form = { ...usualForm(CATALOGUE, 'de', 'Europe/Berlin'), name: 'Ann' };
    const [ann, bob] = [requestOf(form, null), requestOf({ ...form, name: 'Bob' }, null)];
    expect(isSame(ann, requestOf({ ...form }, null))).toBe(true);
    expect(isSame(ann, bob)).toBe(false);
    expect(isSame(nameless(ann), nameless(bob))).toBe(true);
    expect(isSame(nameless(ann), nameless(requestOf({ ...form, seed: form.seed + 1 }, null)))).toBe(false);
  });
});
