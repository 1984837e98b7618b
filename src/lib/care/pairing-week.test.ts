import { describe, expect, test } from 'vitest';
import type { CareSession } from './care-session';
import type { Pairing } from './pairing';
import { helperLoad, pairingWeek, weekBefore } from './pairing-week';

const ZONE = 'Asia/Shanghai';
const WANG = 'careRecipient:01JD0000000000000000000001';
const pairing = (fields: Partial<Pairing> = {}) => ({
	helper: 'vol001',
	recipient: WANG,
	from: '2026-01-01',
	contactsPerWeek: 2,
	...fields
});

let made = 0;
/** A contact of vol001 with Wang, at an instant in UTC. */
function contact(startedAt: string, fields: Partial<CareSession> = {}): CareSession {
	return {
		_id: `careSession:01JD${String((made += 1)).padStart(22, '0')}`,
		type: 'careSession',
		v: 1,
		createdAt: startedAt,
		createdBy: 'vol001',
		device: 'device',
		stamp: 'stamp',
		recipient: WANG,
		volunteers: ['vol001'],
		kind: 'talk',
		startedAt,
		endedAt: startedAt,
		...fields
	};
}
const week = (sessions: CareSession[], today: string, inWeek = today, fields: Partial<Pairing> = {}) =>
	pairingWeek(pairing(fields), sessions, inWeek, today, ZONE);

describe('R-V11 a pairing owes two contacts a week', () => {
	test('Monday owes two, Saturday presses, after two the week is done', () => {
		expect(week([], '2026-11-16')).toMatchObject({ owed: 2, left: 2, state: 'open' });
		expect(week([], '2026-11-20')).toMatchObject({ left: 2, state: 'open' });
		expect(week([], '2026-11-21')).toMatchObject({ left: 2, state: 'dueSoon' });
		const two = [contact('2026-11-17T02:00:00.000Z'), contact('2026-11-19T02:00:00.000Z')];
		expect(week(two.slice(0, 1), '2026-11-21')).toMatchObject({ left: 1, state: 'open' });
		expect(week(two.slice(0, 1), '2026-11-22')).toMatchObject({ left: 1, state: 'dueSoon' });
		expect(week(two, '2026-11-19')).toMatchObject({ left: 0, state: 'done' });
	});
	test('the week ends on Sunday at midnight in Shanghai', () => {
		// Sunday 22 November, 23:59, and Monday 23 November, 00:01.
		const sunday = contact('2026-11-22T15:59:00.000Z');
		const monday = contact('2026-11-22T16:01:00.000Z');
		expect(week([sunday, monday], '2026-11-22')?.made).toEqual([sunday]);
		expect(week([sunday, monday], '2026-11-23')?.made).toEqual([monday]);
		expect(week([sunday, monday], '2026-11-23', '2026-11-22')).toMatchObject({ left: 1, state: 'missed' });
	});
	test('the week over the year’s end is one week', () => {
		const old = contact('2026-12-31T02:00:00.000Z');
		const fresh = contact('2027-01-02T02:00:00.000Z');
		expect(week([old, fresh], '2027-01-03')).toMatchObject({
			week: { first: '2026-12-28', last: '2027-01-03' },
			state: 'done'
		});
		expect(weekBefore('2027-01-06')).toBe('2027-01-03');
	});
	test('29 February is a day of its week', () => {
		expect(week([contact('2028-02-29T15:59:00.000Z')], '2028-03-01')?.made).toHaveLength(1);
	});
	test('what the community has set counts instead', () => {
		expect(week([], '2026-11-16', undefined, { contactsPerWeek: 3 })?.owed).toBe(3);
		expect(week([], '2026-11-16', undefined, { contactsPerWeek: 0 })).toMatchObject({
			owed: 0,
			state: 'done'
		});
	});
	test('a part of a week owes its part, rounded up', () => {
		expect(week([], '2026-11-22', undefined, { from: '2026-11-22' })?.owed).toBe(1);
		expect(week([], '2026-11-19', undefined, { from: '2026-11-19' })?.owed).toBe(2);
		expect(week([], '2026-11-16', undefined, { to: '2026-11-16' })).toMatchObject({
			owed: 1,
			state: 'dueSoon'
		});
	});
	test('nothing is owed before it begins and after it ends', () => {
		expect(week([], '2026-11-16', undefined, { from: '2026-11-23' })).toBeUndefined();
		expect(week([], '2026-11-16', undefined, { to: '2026-11-15' })).toBeUndefined();
		expect(week([], '2026-11-16', undefined, { voided: true })).toBeUndefined();
	});
	test('an ended pairing that was kept is not missed later', () => {
		const one = contact('2026-11-16T02:00:00.000Z');
		expect(week([one], '2026-11-20', '2026-11-16', { to: '2026-11-16' })?.state).toBe('done');
	});
	test('another helper’s contact, and one with somebody else, are not this one’s', () => {
		const other = contact('2026-11-17T02:00:00.000Z', { volunteers: ['vol002'] });
		const elsewhere = contact('2026-11-17T02:00:00.000Z', {
			recipient: 'careRecipient:01JD0000000000000000000002'
		});
		const together = contact('2026-11-17T02:00:00.000Z', { volunteers: ['vol002', 'vol001'] });
		expect(week([other, elsewhere, together], '2026-11-18')?.made).toEqual([together]);
	});
	test('a corrected contact counts once, a voided one not at all', () => {
		const first = contact('2026-11-17T02:00:00.000Z');
		const right = contact('2026-11-17T03:00:00.000Z', { replaces: first._id });
		const gone = contact('2026-11-17T04:00:00.000Z', { voided: true });
		expect(week([first, right, gone], '2026-11-18')?.made).toEqual([right]);
	});
});

describe('R-V11 at most five people a helper', () => {
	const five = Array.from({ length: 5 }, (_, i) =>
		pairing({ recipient: `careRecipient:01JD000000000000000000000${i}` })
	);
	test('the sixth is a warning', () => {
		expect(helperLoad(five, 'vol001', '2026-11-21', 5)).toEqual({ people: 5, over: false });
		const six = [...five, pairing({ recipient: 'careRecipient:01JD0000000000000000000009' })];
		expect(helperLoad(six, 'vol001', '2026-11-21', 5)).toEqual({ people: 6, over: true });
	});
	test('only who is paired on that day is counted, and nobody twice', () => {
		const list = [
			pairing({ from: '2026-11-22' }),
			pairing({ to: '2026-11-20' }),
			pairing({ helper: 'vol002' }),
			pairing({ voided: true })
		];
		expect(helperLoad(list, 'vol001', '2026-11-21', 5).people).toBe(0);
		expect(helperLoad([pairing(), pairing({ from: '2026-02-01' })], 'vol001', '2026-11-21', 5).people).toBe(
			1
		);
	});
});
