import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ServiceHours } from '../../../care/service-hours';
import type { Dwelling, Household, Resident } from '../../../people/people';
import { belongsIn, checkRecord, type Doc } from '../../../record';
import { RECORD_TYPES } from '../../../record-types';
import { scopeKind } from '../../../org/scopes';
import { taskOf } from '../../../visits/tasks';
import type { Visit } from '../../../visits/visit';
import { DEFAULT_VISIT_SETTINGS } from '../../../visits/visit-settings';
import { shippedForms } from '../../provision/forms';
import { demoYear, type DemoYear } from './demo-year';
import { doubleEdits } from './conflicts';
import { Pen } from './pen';
import { yearUntil } from './span';

const year = demoYear(shippedForms());
const docs = [...year.plan.values()].flat();
const ofType = <D extends Doc>(type: D['type']) => docs.filter((doc): doc is D => doc.type === type);
const visits = ofType<Visit>('visit');
const share = (test: (visit: Visit) => boolean) => visits.filter(test).length / visits.length;

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(key(item)) ?? [];
		group.push(item);
		groups.set(key(item), group);
	}
	return groups;
}
const digest = ({ plan }: DemoYear) =>
	createHash('sha256')
		.update(JSON.stringify([...plan]))
		.digest('hex');

describe('the demo year', () => {
	it('is the same to the last byte every time', { timeout: 300_000 }, () => {
		expect(digest(demoYear(shippedForms()))).toBe(digest(year));
	});

	it('holds only what the databases would take', { timeout: 120_000 }, () => {
		const ids = new Set<string>();
		const wrong: unknown[] = [];
		for (const [scope, records] of year.plan)
			for (const record of records) {
				const recordType = RECORD_TYPES.get(record.type);
				if (!recordType || !belongsIn(recordType, scopeKind(scope))) wrong.push([scope, record.type]);
				else wrong.push(...checkRecord(recordType.schema, record));
				ids.add(record._id);
			}
		expect(wrong).toEqual([]);
		expect(ids.size).toBe(docs.length);
	});

	it.each([
		['volunteerTeam', 14, 14],
		['volunteer', 211, 211],
		['household', 3_057, 3_057],
		['resident', 10_170, 10_170],
		['visit', 15_500, 19_500],
		['wellnessCheck', 3_000, 6_000],
		['careRecipient', 315, 315],
		['careSession', 4_800, 5_300],
		['inspection', 5_000, 5_700],
		['rectification', 300, 600],
		['issue', 3_000, 3_000],
		['issueAction', 17_000, 19_500]
	])('has as many of each as domain.md 4.2 gives: %s', (type, from, to) => {
		expect(ofType(type).length).toBeGreaterThanOrEqual(from);
		expect(ofType(type).length).toBeLessThanOrEqual(to);
	});

	it('has 108 rental letters, all for rented dwellings', () => {
		const signed = ofType<Dwelling>('dwelling').filter((dwelling) => dwelling.rentalLetter);
		expect(signed).toHaveLength(108);
		expect(signed.every((dwelling) => dwelling.use === 'rental')).toBe(true);
	});

	it('lies within its year, up to noon of the last day by the server’s clock', () => {
		const events = docs.filter((doc) => doc.origin === 'field');
		const times = events.map((doc) => Date.parse(doc.createdAt) + (doc.clockOffset ?? 0));
		expect(new Date(times.reduce((a, b) => Math.min(a, b))).toISOString() >= '2025-11-21').toBe(true);
		expect(new Date(times.reduce((a, b) => Math.max(a, b))).toISOString() <= '2026-11-21T04:00').toBe(true);
	});

	it('has the flaws of real data: no fix, wrong clocks, nobody at home, double edits (domain.md 4.4)', () => {
		const home = visits.filter((visit) => visit.method === 'home');
		expect(home.filter((visit) => !visit.geoFix).length / home.length).toBeCloseTo(0.3, 1);
		expect(share((visit) => Math.abs(visit.clockOffset ?? 0) > 300_000)).toBeCloseTo(0.05, 1);
		expect(share((visit) => visit.outcome === 'noAnswer')).toBeCloseTo(0.07, 1);
		const edits = [...doubleEdits(year.plan, yearUntil(), new Pen()).values()].flat();
		expect(edits.length).toBeGreaterThan(28);
		expect(edits.length).toBeLessThan(34);
	});

	it('leaves most households in time today, and a few late, by the app’s own rules', () => {
		const behind = groupBy(ofType<Resident>('resident'), (resident) => resident.household);
		const seen = groupBy(visits, (visit) => visit.subject);
		const dwellings = new Map(ofType<Dwelling>('dwelling').map((dwelling) => [dwelling._id, dwelling]));
		const now = new Date('2026-11-21T04:00:00.000Z');
		const states = ofType<Household>('household').map((household) => {
			const dwelling = dwellings.get(household.dwelling);
			if (!dwelling) throw new Error(household._id);
			const residents = behind.get(household._id) ?? [];
			const door = { dwelling, household, residents, building: undefined, compound: undefined };
			return taskOf(door, { visits: seen }, now, DEFAULT_VISIT_SETTINGS).due.state;
		});
		const late = states.filter((state) => state === 'overdue' || state === 'seriouslyOverdue').length;
		expect(late / states.length).toBeGreaterThan(0.002);
		expect(late / states.length).toBeLessThan(0.12);
	});

	it('confirms hours by new entries only (R-H4)', () => {
		const hours = ofType<ServiceHours>('serviceHours');
		const claims = new Set(hours.filter((entry) => entry.state === 'claimed').map((entry) => entry._id));
		const verdicts = hours.filter((entry) => entry.state !== 'claimed');
		expect(verdicts.length).toBeGreaterThan(claims.size * 0.9);
		expect(verdicts.every((entry) => claims.has(entry.replaces ?? '') && entry.createdBy === 'manager')).toBe(
			true
		);
	});

	it('names no resident in what monitors read, and no diagnosis in what volunteers read', () => {
		const texts = new Set<unknown>();
		for (const doc of [...ofType('issue'), ...ofType('issueAction'), ...ofType('inspection')])
			JSON.stringify(doc, (key, value: unknown) => {
				if (['title', 'detail', 'note', 'place', 'toUnit'].includes(key)) texts.add(value);
				return value;
			});
		const said = [...texts].join(' ');
		const names = new Set(ofType<Resident>('resident').map((resident) => resident.name));
		expect([...names].filter((name) => name.length > 2 && said.includes(name))).toEqual([]);
		for (const recipient of ofType('careRecipient')) expect(recipient).not.toHaveProperty('diseases');
	});
});

it('moves with its clock', { timeout: 300_000 }, () => {
	const later = demoYear(shippedForms(), '2027-03-01');
	const last = [...later.plan.values()]
		.flat()
		.reduce((a, { createdAt }) => (createdAt > a ? createdAt : a), '');
	expect(last.slice(0, 10)).toBe('2027-03-01');
});
