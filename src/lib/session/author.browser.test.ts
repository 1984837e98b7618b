import { decodeTime } from 'ulid';
import { expect, test, vi } from 'vitest';
import { checkRecord } from '../record';
import { household, newUser, testSealer } from '../store/scenarios';
import { openStore } from '../store/open';
import { SYNC_STATE_KEY, type SyncState } from '../sync/contract';
import { stampTime } from '../stamp';
import { isHistory, windowStart } from '../sync/window';
import { visitFromAnswers } from '../visits/visit-from-answers';
import { visitSchema, visitType } from '../visits/visit';
import { Author } from './author';

const NOON = Date.parse('2026-11-21T04:00:00.000Z');
const DAY = 86_400_000;

test('records of one device carry the same device, and stamps that rise though the clock goes back', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	let now = NOON;
	const author = new Author(store, user, () => now);
	const first = await author.sign(visitType);
	now -= 3_600_000;
	const second = await author.sign(visitType);
	expect(second.device).toBe(first.device);
	expect(second.stamp > first.stamp).toBe(true);
	expect(second._id).not.toBe(first._id);

	// Another tab, or the app after a restart, goes on with the same device and clock, once the last stamp is noted.
	await vi.waitFor(async () => expect(await store.readSetting('stamp')).toBe(second.stamp));
	const reopened = await openStore(user, testSealer);
	const third = await new Author(reopened, user, () => now).sign(visitType);
	expect(third.device).toBe(first.device);
	expect(third.stamp > second.stamp).toBe(true);
	store.close();
	reopened.close();
});

test('a record says how far the device was from the server, as last measured', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	await store.writeSetting(SYNC_STATE_KEY, { running: false, clockOffset: -7_200_000.4 } satisfies SyncState);
	expect((await new Author(store, user, () => NOON).sign(visitType)).clockOffset).toBe(-7_200_000);
	store.close();
});

test('N4: a phone whose clock is months wrong writes ids that colleagues hold, and says what its clock said', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	const scope = 'people-330102016001001';
	const wrong = NOON - 120 * DAY;
	const author = new Author(store, user, () => wrong);
	const unknowing = await author.sign(visitType);
	expect(isHistory(scope, unknowing._id, windowStart(NOON))).toBe(true);

	const lastContact = new Date(wrong).toISOString();
	const state: SyncState = { running: false, clockOffset: 120 * DAY, lastContact };
	await store.writeSetting(SYNC_STATE_KEY, state);
	const visit = await author.sign(visitType);
	expect(isHistory(scope, visit._id, windowStart(NOON))).toBe(false);
	expect(decodeTime(visit._id.slice('visit:'.length))).toBe(NOON);
	expect(stampTime(visit.stamp)).toBe(NOON);
	expect(visit).toMatchObject({ createdAt: lastContact, clockOffset: 120 * DAY });
	store.close();
});

test('ids of a phone that runs ahead are right as soon as it has heard from the server', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	const author = new Author(store, user, () => NOON + 20 * DAY);
	const before = await author.sign(visitType);
	await store.writeSetting(SYNC_STATE_KEY, { running: false, clockOffset: -20 * DAY } satisfies SyncState);
	const after = await author.sign(visitType);
	expect(decodeTime(after._id.slice('visit:'.length))).toBe(NOON);
	expect(after.stamp > before.stamp).toBe(true);
	store.close();
});

test('a filled visit form becomes a visit that its schema accepts', async () => {
	const user = newUser();
	const store = await openStore(user, testSealer);
	const home = household();
	const visit = {
		...(await new Author(store, user, () => NOON).sign(visitType)),
		...visitFromAnswers(home, {
			form: { id: 'household-visit', version: '1', hash: 'a'.repeat(64) },
			answers: { method: 'home', outcome: 'met', purposes: ['routine'], note: '  灯坏了 ', extra: 7 },
			startedAt: '2026-11-21T04:00:00.000Z',
			endedAt: '2026-11-21T04:05:00.000Z'
		})
	};
	expect(checkRecord(visitSchema, visit)).toEqual([]);
	expect(visit).toMatchObject({ subject: home._id, note: '灯坏了', answers: { extra: 7 } });
	store.close();
});

test('notes that were read while a finger was down hold for one signature, and for a moment', async () => {
	const store = await openStore(newUser(), testSealer);
	const author = new Author(store, 'anna', () => NOON);
	const first = await author.sign(visitType);
	const read = vi.spyOn(store, 'readSetting');
	author.prepare();
	const asked = read.mock.calls.length;
	const second = await author.sign(visitType);
	expect(asked).toBeGreaterThan(0);
	expect(read).toHaveBeenCalledTimes(asked);
	const third = await author.sign(visitType);
	expect(read).toHaveBeenCalledTimes(2 * asked);
	expect([third.stamp > second.stamp, second.stamp > first.stamp]).toEqual([true, true]);

	author.prepare();
	const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
	await author.sign(visitType);
	clock.mockRestore();
	expect(read).toHaveBeenCalledTimes(4 * asked);
	store.close();
});
