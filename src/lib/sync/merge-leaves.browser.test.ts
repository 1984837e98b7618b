import { afterEach, expect, test } from 'vitest';
import peopleGuard from '../server/guard/people.guard.ts?guard';
import { editProfile } from '../merge-edit';
import type { Household } from '../people/people';
import { nextStamp } from '../stamp';
import { openScope } from '../store/pouch';
import { household, visit } from '../store/scenarios';
import { aDevice, aGrid, onServer, ownServer, server, type Grid } from './scenarios';

ownServer();

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const each of open.splice(0)) await each.close();
});

/** After the households of the scenarios were made. */
const NOON = Date.now();

/** A device whose user changes the household at this minute of the day by its own clock. */
async function device(grid: Grid, name: string) {
	const made = await aDevice(grid);
	const local = openScope(made.device, grid.scope);
	open.push(made, local);
	return {
		...made,
		async edit(id: string, values: Partial<Household>, minute: number) {
			const stored = await made.store.read<Household>(grid.scope, id);
			if (!stored) throw new Error('not on this device');
			const now = NOON + minute * 60_000;
			const change = { stamp: nextStamp(now, stored.record.stamp, name), by: name };
			await made.save(editProfile(stored.record, values, { ...change, at: new Date(now).toISOString() }));
		},
		read: async (id: string) => (await made.store.read<Household>(grid.scope, id))?.record,
		async living(id: string): Promise<string[]> {
			const leaves = await local.get<{ _deleted?: boolean }>(id, { open_revs: 'all' });
			return leaves.flatMap((leaf) => ('ok' in leaf && !leaf.ok._deleted ? [leaf.ok._rev] : []));
		}
	};
}

/** Two devices that have the same household, on a database that is guarded as in life. */
async function twoDevices() {
	const grid = await aGrid();
	await server.admin('PUT', `/${grid.scope}/_design/guard`, {
		_id: '_design/guard',
		language: 'javascript',
		validate_doc_update: peopleGuard
	});
	const home = household({ createdBy: grid.user });
	await server.admin('POST', `/${grid.scope}/_bulk_docs`, { docs: [home] });
	const [phone, tablet] = [await device(grid, 'li'), await device(grid, 'zhao')];
	for (const each of [phone, tablet]) expect(await each.round()).toBeUndefined();
	return { grid, home, phone, tablet };
}

const HEAD = `resident:01JQ0000000000000000000001`;

test('edits of two devices offline: both are kept, and the loser of the same field is shown on both', async () => {
	const { grid, home, phone, tablet } = await twoDevices();
	await phone.edit(home._id, { tenure: 'tenant' }, 1);
	await tablet.edit(home._id, { tenure: 'floating' }, 2);
	await tablet.edit(home._id, { head: HEAD }, 3);
	for (const each of [phone, tablet, phone]) expect(await each.round()).toBeUndefined();

	const seen = await phone.read(home._id);
	expect(seen).toMatchObject({
		tenure: 'floating',
		head: HEAD,
		contested: [{ field: 'tenure', kept: 'floating', keptBy: 'zhao', dropped: 'tenant', droppedBy: 'li' }]
	});
	expect(await tablet.read(home._id)).toEqual(seen);
	const leaves = await phone.living(home._id);
	expect(leaves).toHaveLength(1);
	expect(await tablet.living(home._id)).toEqual(leaves);
	expect((await onServer(grid.scope)).get(home._id)).toEqual(seen);
	expect([await phone.unsent(), await tablet.unsent()]).toEqual([0, 0]);

	await server.takeLog();
	for (const each of [phone, tablet]) await each.round('retry');
	const writes = (await server.takeLog()).filter(({ path }) => path.includes('_bulk_docs'));
	expect(writes).toEqual([]);
	expect(await phone.living(home._id)).toEqual(leaves);
});

test('two devices that merge the same leaves apart from each other write the same revision', async () => {
	const { home, phone, tablet } = await twoDevices();
	await phone.edit(home._id, { tenure: 'tenant' }, 1);
	await tablet.edit(home._id, { head: HEAD }, 2);
	for (const each of [phone, tablet]) await each.round('send');
	// Reads the other's leaf and merges; the merge cannot leave the device.
	for (const each of [phone, tablet]) {
		await server.fault({ match: '_bulk_docs', kind: 'cut', times: 1 });
		expect(await each.round()).toBe('offline');
		await server.calm();
		expect(await each.living(home._id)).toHaveLength(1);
	}
	expect(await phone.living(home._id)).toEqual(await tablet.living(home._id));
	for (const each of [phone, tablet]) expect(await each.round()).toBeUndefined();
	expect(await tablet.read(home._id)).toEqual(await phone.read(home._id));
	expect(await phone.read(home._id)).toMatchObject({ tenure: 'tenant', head: HEAD });
	expect((await phone.read(home._id))?.contested).toBeUndefined();
	expect([await phone.unsent(), await tablet.unsent()]).toEqual([0, 0]);
});

test('an event with two leaves is left as it is', async () => {
	const { grid, phone } = await twoDevices();
	const local = openScope(phone.device, grid.scope);
	open.push(local);
	const event = visit({ createdBy: grid.user });
	const leaf = (letter: string) => ({ ...event, note: letter, _rev: `1-${letter.repeat(32)}` });
	await local.bulkDocs([leaf('a'), leaf('b')], { new_edits: false });
	await phone.round();
	expect((await phone.living(event._id)).sort()).toEqual([leaf('a')._rev, leaf('b')._rev]);
});
