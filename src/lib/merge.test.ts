import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHome, aResident } from '../../tests/fixtures/neighbourhood';
import { mergeProfiles } from './merge';
import { editProfile } from './merge-edit';
import { householdSchema, residentSchema, type Household, type Resident } from './people/people';
import { checkRecord, type Profile } from './record';
import { nextStamp } from './stamp';

const NOON = Date.parse('2026-03-02T04:00:00.000Z');
const change = (by: string, minute: number, last = '') => ({
	stamp: nextStamp(NOON + minute * 60_000, last, `device-of-${by}`),
	at: new Date(NOON + minute * 60_000).toISOString(),
	by
});
const { household } = aHome();
const resident = aResident(household, { phone: '13800000000', sex: 'female' });

describe('leaves of one profile', () => {
	test('edits of different fields are both kept and contest nothing', () => {
		const a = editProfile(resident, { phone: '13811111111' }, change('li', 1));
		const b = editProfile(resident, { name: '王秀瑛' }, change('zhao', 2));
		const merged = mergeProfiles([a, b]);
		expect(merged).toMatchObject({ phone: '13811111111', name: '王秀瑛', updatedBy: 'zhao' });
		expect(merged.contested).toBeUndefined();
		expect(merged._rev).toBeUndefined();
		expect(checkRecord(residentSchema, merged)).toEqual([]);
	});

	test('the newer value of a field wins; the other is shown with who and when', () => {
		const a = editProfile(household, { tenure: 'tenant' }, change('li', 1));
		const b = editProfile(household, { tenure: 'floating' }, change('zhao', 2));
		const merged = mergeProfiles([a, b]);
		expect(merged.tenure).toBe('floating');
		expect(merged.contested).toEqual([
			{
				field: 'tenure',
				kept: 'floating',
				keptBy: 'zhao',
				keptStamp: b.stamp,
				dropped: 'tenant',
				droppedBy: 'li',
				droppedStamp: a.stamp
			}
		]);
		expect(checkRecord(householdSchema, merged)).toEqual([]);
	});

	test('the same value typed by two is no contest', () => {
		const a = editProfile(household, { tenure: 'tenant' }, change('li', 1));
		const b = editProfile(household, { tenure: 'tenant' }, change('zhao', 2));
		expect(mergeProfiles([a, b]).contested).toBeUndefined();
	});

	test('who overwrites a value knowingly contests nothing, even when it was another device’s', () => {
		const shared = editProfile(resident, { phone: '13811111111' }, change('li', 1));
		const a = editProfile(shared, { phone: '13822222222' }, change('zhao', 2));
		const b = editProfile(shared, { name: '王秀瑛' }, change('chen', 3));
		const merged = mergeProfiles([a, b]);
		expect(merged).toMatchObject({ phone: '13822222222', name: '王秀瑛' });
		expect(merged.contested).toBeUndefined();
	});

	test('a field that was removed stays removed, and its other value is shown', () => {
		const a = editProfile(resident, { phone: '13811111111' }, change('li', 1));
		const b = editProfile(resident, { phone: undefined }, change('zhao', 2));
		const merged = mergeProfiles([a, b]);
		expect('phone' in merged).toBe(false);
		expect(merged.contested).toMatchObject([{ field: 'phone', dropped: '13811111111' }]);
		expect('kept' in (merged.contested?.[0] ?? {})).toBe(false);
	});

	test('fields of a newer app survive and merge like others', () => {
		const newer = { ...resident, pets: [{ kind: 'dog', name: '豆豆' }] };
		const a = editProfile(newer, { phone: '13811111111' }, change('li', 1));
		const b = editProfile(newer, { pets: [] } as Partial<typeof newer>, change('zhao', 2));
		expect(mergeProfiles([a, b])).toMatchObject({ phone: '13811111111', pets: [] });
		expect(mergeProfiles([a, newer])).toMatchObject({ pets: [{ kind: 'dog', name: '豆豆' }] });
	});

	test('a contest stays through later edits until it is confirmed; the marker wins', () => {
		const a = editProfile(resident, { phone: '13811111111' }, change('li', 1));
		const b = editProfile(resident, { phone: '13822222222' }, change('zhao', 2));
		const merged = mergeProfiles([a, b]);
		const later = editProfile(merged, { name: '王秀瑛' }, change('chen', 3));
		const looked = merged.contested?.map((each) => ({
			...each,
			confirmed: { by: 'li', at: '2026-03-03T00:00:00Z' }
		}));
		const confirmed = { ...merged, contested: looked };
		expect(later.contested).toEqual(merged.contested);
		for (const leaves of [
			[later, confirmed],
			[confirmed, later]
		])
			expect(mergeProfiles(leaves)).toMatchObject({ name: '王秀瑛', contested: looked });
	});

	test('who changes a state that lacks his own earlier change has not taken that one back', () => {
		const mine = editProfile(resident, { phone: '13811111111' }, change('li', 1));
		const winner = editProfile(resident, { name: '王秀瑛' }, change('zhao', 2));
		const again = editProfile(winner, { phone: '13822222222' }, change('li', 3));
		for (const leaves of [
			[mine, again],
			[again, mine]
		])
			expect(mergeProfiles(leaves)).toMatchObject({
				phone: '13822222222',
				contested: [{ field: 'phone', dropped: '13811111111', droppedBy: 'li' }]
			});
		const merged = mergeProfiles([mine, again]);
		const later = editProfile(merged, { name: '王秀英' }, change('li', 4, merged.stamp));
		expect(mergeProfiles([mine, later]).contested).toEqual(merged.contested);
	});

	test('of a device’s many changes the last two dozen are told one by one, and merges add nothing', () => {
		const edits = Array.from({ length: 40 }, (_, n) => n);
		const leaf = edits.reduce(
			(profile, n) => editProfile(profile, { phone: `138${n}` }, change('li', n + 1)),
			resident
		);
		expect(leaf.seen?.['device-of-li']?.edits).toHaveLength(24);
		expect(mergeProfiles([leaf, resident])).toMatchObject({ phone: '13839', seen: leaf.seen });
		expect(mergeProfiles([leaf, resident]).contested).toBeUndefined();
		const old = { ...leaf, seen: { 'device-of-li': { stamp: leaf.stamp, by: 'li' } } };
		expect(mergeProfiles([old, editProfile(resident, { phone: '138' }, change('li', 2))])).toMatchObject({
			phone: '13839'
		});
	});

	test('without own stamps, the document’s counts; a tie is decided by the value', () => {
		const a: Household = { ...household, tenure: 'tenant', stamp: '000000001.0000.a' };
		const b: Household = { ...household, tenure: 'floating', stamp: '000000002.0000.b' };
		expect(mergeProfiles([a, b])).toMatchObject({ tenure: 'floating', contested: [{ dropped: 'tenant' }] });
		const tie = mergeProfiles([a, { ...b, stamp: a.stamp }]);
		expect(tie).toMatchObject({ tenure: 'tenant', contested: [{ dropped: 'floating' }] });
	});
});

/* Histories: people on their own devices edit, and now and then one gets what another has and merges it. */

type Step =
	| { kind: 'edit'; who: number; field: string; remove: boolean; minute: number }
	| { kind: 'confirm'; who: number }
	| { kind: 'sync'; who: number; from: number }
	/** Another's state comes and wins; what the device had lies beside it, a leaf that nobody has merged yet. */
	| { kind: 'adopt'; who: number; from: number };
const PEOPLE = ['li', 'zhao', 'chen', 'wu'];
const who = fc.nat(PEOPLE.length - 1);
const field = fc.constantFrom('name', 'phone', 'birthYear', 'status', 'careCategories', 'pets');
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('edit' as const),
			who,
			field,
			remove: fc.integer({ max: 9, min: 0 }).map((n) => n < 3),
			minute: fc.nat(30)
		})
	},
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('confirm' as const), who }) },
	{ weight: 2, arbitrary: fc.record({ kind: fc.constant('sync' as const), who, from: who }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('adopt' as const), who, from: who }) }
);

/** A change of a field, and the earlier ones it overwrote: those of the leaf it changed, but for the contested. */
interface Edit {
	readonly field: string;
	readonly stamp: string;
	readonly over: readonly string[];
}

/**
 * What each device holds in the end, and what lies beside it. Often two type the same.
 * @param edits gets all that were made, known without any merging
 */
function leavesOf(start: Profile, steps: readonly Step[], edits: Edit[] = []): Profile[] {
	const known = PEOPLE.map((): Edit[] => []);
	const held = PEOPLE.map(() => start);
	const beside: Profile[] = [];
	const at = (n: number) => held[n] as Profile;
	// A device's clock never runs backwards and stays ahead of what the device has seen.
	const clocks = PEOPLE.map(() => start.stamp);
	steps.forEach((each, n) => {
		const before = at(each.who);
		const knows = known[each.who] as Edit[];
		if (each.kind === 'sync') {
			held[each.who] = mergeProfiles([before, at(each.from)]);
			knows.push(...(known[each.from] as Edit[]));
			known[each.who] = [...new Set(knows)];
		}
		if (each.kind === 'adopt') {
			beside.push(before);
			held[each.who] = at(each.from);
			known[each.who] = [...(known[each.from] as Edit[])];
		}
		if (each.kind === 'confirm') {
			const confirmed = { by: PEOPLE[each.who] as string, at: new Date(NOON + n).toISOString() };
			if (before.contested)
				held[each.who] = { ...before, contested: before.contested.map((c) => ({ ...c, confirmed })) };
		}
		if (each.kind === 'edit') {
			const last = [clocks[each.who] as string, before.stamp].sort().at(-1);
			const made = change(PEOPLE[each.who] as string, each.minute, last);
			clocks[each.who] = made.stamp;
			const value =
				each.field === 'careCategories' ? [{ since: `${n % 3}`, category: 'dementia' }] : `value ${n % 3}`;
			held[each.who] = editProfile(before, { [each.field]: each.remove ? undefined : value }, made);
			if (at(each.who) === before) return;
			const open = new Set(before.contested?.map(({ droppedStamp }) => droppedStamp));
			const over = knows
				.filter(({ field, stamp }) => field === each.field && !open.has(stamp))
				.map(({ stamp }) => stamp);
			const edit = { field: each.field, stamp: made.stamp, over };
			knows.push(edit);
			edits.push(edit);
		}
	});
	return [...held, ...beside];
}

const histories = fc
	.tuple(
		fc.constantFrom<Profile>(resident, { ...household, pets: 1 } as Household),
		fc.array(step, { minLength: 8, maxLength: 30 })
	)
	.map(([start, steps]) => leavesOf(start, steps));

/** The same document with the keys of every object the other way round. */
const reversed = (value: unknown): unknown =>
	Array.isArray(value)
		? value.map(reversed)
		: typeof value === 'object' && value !== null
			? Object.fromEntries(
					Object.entries(value)
						.reverse()
						.map(([key, inner]) => [key, reversed(inner)])
				)
			: value;
const written = (doc: Profile) => JSON.stringify(doc);
const RUNS = { numRuns: 300 };

describe('merging, whatever happened before', () => {
	test('the histories are worth merging: most leave leaves that differ, many a contest', () => {
		const merged = fc.sample(histories, { numRuns: 300, seed: 1 }).map((leaves) => ({
			leaves: new Set(leaves.map(written)).size,
			contests: mergeProfiles(leaves).contested ?? []
		}));
		expect(merged.filter(({ leaves }) => leaves > 2).length).toBeGreaterThan(150);
		expect(merged.filter(({ contests }) => contests.length > 0).length).toBeGreaterThan(100);
		expect(merged.some(({ contests }) => contests.some(({ confirmed }) => confirmed))).toBe(true);
	});

	test('is commutative, to the last byte, and independent of the order of keys and of revisions', () => {
		fc.assert(
			fc.property(histories, (leaves) => {
				const once = written(mergeProfiles(leaves));
				expect(written(mergeProfiles([...leaves].reverse()))).toBe(once);
				expect(written(mergeProfiles(leaves.map((leaf) => reversed(leaf) as Profile)))).toBe(once);
				expect(written(mergeProfiles(leaves.map((leaf, n) => ({ ...leaf, _rev: `${n}-a` }))))).toBe(once);
			}),
			RUNS
		);
	});

	test('is associative', () => {
		fc.assert(
			fc.property(histories, ([a, b, c, d]) => {
				const [p, q, r, s] = [a, b, c, d] as [Profile, Profile, Profile, Profile];
				const merge = (...leaves: Profile[]) => mergeProfiles(leaves);
				const once = written(merge(p, q, r, s));
				expect(written(merge(merge(merge(p, q), r), s))).toBe(once);
				expect(written(merge(p, merge(q, merge(r, s))))).toBe(once);
				expect(written(merge(merge(p, r), merge(q, s)))).toBe(once);
			}),
			RUNS
		);
	});

	test('is idempotent: what went into it adds nothing again', () => {
		fc.assert(
			fc.property(histories, (leaves) => {
				const merged = mergeProfiles(leaves);
				expect(written(mergeProfiles([merged]))).toBe(written(merged));
				for (const leaf of leaves) {
					expect(written(mergeProfiles([merged, leaf]))).toBe(written(merged));
					expect(mergeProfiles([leaf, leaf])).toEqual(mergeProfiles([leaf]));
				}
			}),
			RUNS
		);
	});

	test('contests exactly what was overwritten by nobody who had it before him', () => {
		fc.assert(
			fc.property(fc.array(step, { minLength: 8, maxLength: 30 }), (steps) => {
				const edits: Edit[] = [];
				const merged = mergeProfiles(leavesOf(resident, steps, edits));
				const overwritten = new Set(edits.flatMap(({ field, over }) => over.map((s) => `${field} ${s}`)));
				const alive = edits.filter((each) => !overwritten.has(`${each.field} ${each.stamp}`));
				const lost = alive.filter((each) => merged.stamps?.[each.field] !== each.stamp);
				const told = [...(merged.contested ?? []), ...(merged.agreed ?? [])];
				const line = (field: string, stamp: string) => `${field} ${stamp}`;
				expect(told.map((each) => line(each.field, each.droppedStamp)).sort()).toEqual(
					lost.map((each) => line(each.field, each.stamp)).sort()
				);
				for (const { kept, dropped } of merged.contested ?? []) expect(kept).not.toEqual(dropped);
			}),
			RUNS
		);
	});
});

test('leaves that no history explains still merge the same in every order, and once is enough', () => {
	const stamp = fc.constantFrom(
		'000000001.0000.a',
		'000000001.0000.b',
		'000000002.0000.a',
		'000000003.0000.c'
	);
	const leaf = fc
		.record({
			stamp,
			name: fc.constantFrom('王秀英', '王秀瑛'),
			phone: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
			stamps: fc.option(fc.dictionary(fc.constantFrom('name', 'phone', 'gone'), stamp), { nil: undefined }),
			unknown: fc.jsonValue({ maxDepth: 1 })
		})
		.map((values): Resident => JSON.parse(JSON.stringify({ ...resident, ...values })) as Resident);
	fc.assert(
		fc.property(leaf, leaf, leaf, (a, b, c) => {
			const merged = mergeProfiles([a, b]);
			expect(written(mergeProfiles([b, a]))).toBe(written(merged));
			expect(mergeProfiles([merged, merged])).toEqual(merged);
			const said = ({ contested: _, agreed: __, ...rest }: Resident) => JSON.stringify(rest);
			expect(said(mergeProfiles([mergeProfiles([a, b]), c]))).toBe(
				said(mergeProfiles([a, mergeProfiles([b, c])]))
			);
		}),
		RUNS
	);
});
