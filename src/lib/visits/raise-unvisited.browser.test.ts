import { expect, test, vi } from 'vitest';
import { aHome, aResident, aVisit, cares } from '../../../tests/fixtures/neighbourhood';
import { raisedIssue } from '../issues/raised-issue';
import { PeopleRegister } from '../people/register.svelte';
import { newUser, testSealer } from '../store/scenarios';
import { openStore } from '../store/open';
import { scopeStateKey } from '../sync/contract';
import { raiseUnvisited } from './raise-unvisited.svelte';
import { VisitBook } from './visit-book.svelte';

const GRID = '330102016001002';
const AREA = 'area-330102016001';
const home = aHome();
const old = new Date(Date.now() - 40 * 86_400_000).toISOString();

/** A device that holds one household of tier A, last met forty days ago. */
async function aDevice() {
	const store = await openStore(newUser(), testSealer);
	await store.saveAll('org-330102016001', [home.compound, home.building]);
	await store.saveAll(`people-${GRID}`, [
		home.dwelling,
		home.household,
		aResident(home.household, { careCategories: cares('dementia') }),
		aVisit(home.household, old)
	]);
	const people = new PeopleRegister(store);
	let sent = 0;
	const stop = raiseUnvisited({
		store,
		people,
		visits: new VisitBook(store, people),
		send: () => (sent += 1)
	});
	return {
		store,
		issues: () => store.find({ type: 'issue', scopes: [AREA] }),
		sent: () => sent,
		/** As the sync leader writes it after a round. */
		async heard(minutesAgo: number) {
			const lastContact = new Date(Date.now() - minutesAgo * 60_000).toISOString();
			const state = { firstLoad: { loaded: 1, total: 1, complete: true }, lastContact };
			for (const scope of [`people-${GRID}`, AREA]) await store.writeSetting(scopeStateKey(scope), state);
			// Something changes, as after every round.
			await store.save(`people-${GRID}`, aVisit(home.household, old, { outcome: 'noAnswer', located: true }));
		},
		close() {
			stop();
			store.close();
		}
	};
}
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

test('R-V3 two devices that see the same open the same issue, revision and all', async () => {
	const devices = [await aDevice(), await aDevice()];
	for (const device of devices) await device.heard(5);
	for (const device of devices) await eventually(async () => expect(await device.issues()).toHaveLength(1));
	const [one, other] = (await Promise.all(devices.map((device) => device.issues()))).map(([issue]) => issue);
	expect(one?.record).toEqual(other?.record);
	expect(one?.record).toMatchObject({
		issueType: 'unvisited',
		priority: 'urgent',
		subject: home.household._id
	});
	for (const device of devices) {
		await eventually(async () => expect(device.sent()).toBe(1));
		device.close();
	}
});

test('R-V3 what the server already took is not written anew', async () => {
	const device = await aDevice();
	await device.heard(5);
	await eventually(async () => expect(await device.issues()).toHaveLength(1));
	const [issue] = await device.issues();
	const again = raisedIssue({
		grid: GRID,
		household: home.household._id,
		dwelling: home.dwelling._id,
		due: String((issue?.record as unknown as { no: string }).no).replace(/^(....)(..)(..).*/, '$1-$2-$3'),
		since: (issue?.record as unknown as { reportedAt: string }).reportedAt
	});
	expect(await device.store.saveAll(AREA, again)).toMatchObject({ ok: true });
	expect(await device.issues()).toHaveLength(1);
	device.close();
});

test('R-V3 a device that has not heard the server lately speaks for nobody', async () => {
	const silent = await aDevice();
	await silent.heard(90);
	const fresh = await aDevice();
	await fresh.heard(5);
	await eventually(async () => expect(await fresh.issues()).toHaveLength(1));
	expect(await silent.issues()).toEqual([]);
	silent.close();
	fresh.close();
});
