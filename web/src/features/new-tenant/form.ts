/*
 * What is asked for a new tenant, with what most would choose, and the request made of it.
 *
 * Must not be known here: React, the plan's grid.
 */

import { hashKey } from '@tanstack/react-query';
import type { Catalogue, NewTenant, Plan, Scenario } from '../../api/types';
import { newSeed } from '../../lib/id';
import { addMonths, monthCount, monthNow } from '../../lib/months';

export type HistoryKind = 'scenario' | 'plan' | 'none';

export interface TenantForm {
  name: string;
  country: string;
  currency: string;
  timezone: string;
  start: string;
  last: string;
  history: HistoryKind;
  scenario: Scenario;
  seed: number;
}

const USUAL_MONTHS = 24;

/** From the browser's language and time zone, where the catalogue knows them. */
export function usualForm(catalogue: Catalogue, language: string, timezone: string): TenantForm {
  const region = new Intl.Locale(language).maximize().region;
  const country = catalogue.countries.find(({ code, hasNames }) => code === region && hasNames) ?? catalogue.countries.find(({ code }) => code === 'US');
  const zone = catalogue.timezones.includes(timezone) ? timezone : 'Europe/London';
  const last = monthNow(zone);
  return {
    name: '',
    country: country?.code ?? 'US',
    currency: country?.currency ?? 'USD',
    timezone: zone,
    start: addMonths(last, 1 - USUAL_MONTHS),
    last,
    history: 'scenario',
    scenario: 'growth',
    seed: newSeed(),
  };
}

const NAMELESS = 'New tenant';

/** The request; a nameless tenant is called so, to be shown before it has a name. */
export function requestOf(form: TenantForm, plan: Plan | null): NewTenant {
  const base = {
    name: form.name.trim() || NAMELESS, timezone: form.timezone, currency: form.currency, country: form.country, start: form.start, seed: form.seed,
  };
  if (form.history === 'scenario') return { ...base, scenario: form.scenario, months: monthCount(form.start, form.last) };
  return form.history === 'plan' && plan ? { ...base, plan: { ...plan } } : base;
}

/** What a preview depends on: a name changes no number. */
export const nameless = (request: NewTenant): NewTenant => ({ ...request, name: NAMELESS });

export const isSame = (a: NewTenant, b: NewTenant): boolean => a === b || hashKey([a]) === hashKey([b]);
