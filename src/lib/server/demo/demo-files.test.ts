import { describe, expect, it } from 'vitest';
import type { Household, Resident } from '../../people/people';
import type { Doc } from '../../record';
import { tierOf } from '../../visits/tier';
import { DEFAULT_VISIT_SETTINGS } from '../../visits/visit-settings';
import { readCommunity } from '../provision/community';
import { communityRecords } from '../provision/records';
import { readRoster } from '../roster/roster';
import { demoFiles } from './demo-files';

const files = demoFiles();
const roster = readRoster(new TextEncoder().encode(files.roster), {
	grids: files.community.grids,
	year: 2026
});
if (!roster.ok) throw new Error('the demo roster has faults');
const { dwellings } = roster;
const households = dwellings.flatMap((dwelling) => dwelling.households);
const residents = households.flatMap((household) => household.people);
const having = (category: string) => residents.filter((r) => r.careCategories.some((c) => c === category));

/** How many households there are of each tier, by the app's own rule. */
function visitTiers(): Map<string, number> {
	const records = [...communityRecords(files.community, dwellings, []).values()].flat();
	const behind = new Map<string, Resident[]>();
	for (const record of records)
		if (isResident(record)) behind.set(record.household, [...(behind.get(record.household) ?? []), record]);
	const tiers = new Map<string, number>();
	for (const record of records) {
		if (record.type !== 'household') continue;
		const people = behind.get(record._id) ?? [];
		const { tier } = tierOf(record as Household, people, '2026-11-21', DEFAULT_VISIT_SETTINGS);
		tiers.set(tier, (tiers.get(tier) ?? 0) + 1);
	}
	return tiers;
}
const isResident = (record: Doc): record is Resident => record.type === 'resident';

describe('the demo community', () => {
	it('is the same every time', () => {
		expect(demoFiles().roster).toBe(files.roster);
	});

	it('is read by the same readers as any community', () => {
		expect(readCommunity(JSON.stringify(files.community))).toEqual({ ok: true, community: files.community });
	});

	it('has the size that domain.md gives', () => {
		expect(files.community.grids).toHaveLength(8);
		expect(households).toHaveLength(3_057);
		expect(residents).toHaveLength(10_170);
		expect(dwellings).toHaveLength(3_394);
		expect(dwellings.filter((dwelling) => dwelling.use === 'vacant')).toHaveLength(340);
		expect(dwellings.filter((dwelling) => dwelling.use === 'rental')).toHaveLength(458);
		expect(new Set(dwellings.map((dwelling) => dwelling.compound)).size).toBe(7);
	});

	it('has as many old and poor people', () => {
		expect(residents.filter((r) => 2026 - (r.birthYear ?? 2026) >= 60)).toHaveLength(2_237);
		expect(having('aloneElder')).toHaveLength(315);
		const poor = households.filter((h) => h.people.some((r) => r.careCategories.includes('lowIncome')));
		expect(poor).toHaveLength(219);
	});

	it('needs about as many visits as domain.md 4.2 plans: 60 weekly, 600 monthly', () => {
		const tiers = visitTiers();
		expect(tiers.get('A')).toBeGreaterThan(50);
		expect(tiers.get('A')).toBeLessThan(70);
		expect(tiers.get('B')).toBeGreaterThan(550);
		expect(tiers.get('B')).toBeLessThan(650);
	});

	it.each(files.community.grids)('spreads them evenly: $name', (grid) => {
		const inGrid = dwellings.filter((dwelling) => dwelling.grid === grid.code);
		const homes = inGrid.flatMap((dwelling) => dwelling.households);
		expect(homes.length).toBeGreaterThanOrEqual(380);
		expect(homes.length).toBeLessThanOrEqual(384);
	});

	it('rings nobody: every number begins with 104, and none is given twice', () => {
		const phones = residents.flatMap((resident) => resident.phone ?? []);
		expect(phones.every((phone) => /^104\d{8}$/.test(phone))).toBe(true);
		expect(new Set(phones).size).toBe(phones.length);
	});

	it('has 16 members of staff', () => {
		const roles = files.community.staff.map((member) => member.roles.join());
		expect(roles.filter((role) => role === 'gridWorker')).toHaveLength(8);
		expect(roles.filter((role) => role === 'communityManager')).toHaveLength(5);
		expect(roles.filter((role) => role === 'environmentMonitor')).toHaveLength(3);
	});
});
