import { afterEach, expect, test } from 'vitest';
import { newCommunityKey } from '../session/community-key';
import { visit } from '../store/scenarios';
import { collectUnsent, takeOver } from './rescue';
import { openForCommunity, openRescueFile, readRescueFile, writeRescueFile } from './rescue-file';
import { aDevice, aGrid, onServer, ownServer, server, type Grid } from './scenarios';

ownServer();

const open: { close(): Promise<void> }[] = [];
async function device(grid: Grid) {
	const made = await aDevice(grid);
	open.push(made);
	return made;
}
afterEach(async () => {
	await server.calm();
	for (const each of open.splice(0)) await each.close();
});
const NOW = '2026-11-21T08:00:00.000Z';
const PASSPHRASE = '三把伞在门后';

/** A phone that has recorded three visits and cannot send them. */
async function stranded() {
	const grid = await aGrid(2);
	const phone = await device(grid);
	await phone.round();
	const saved = [await phone.save(visit()), await phone.save(visit()), await phone.save(visit())];
	const rescued = await collectUnsent({ user: phone.device, store: phone.store });
	return { grid, phone, saved, rescued };
}

test('a rescue file carries what waits to another device, which sends it; nothing comes twice', async () => {
	const { grid, phone, saved, rescued } = await stranded();
	const file = await writeRescueFile('wang', rescued, { passphrase: PASSPHRASE }, NOW);
	const read = readRescueFile(JSON.stringify(file));
	expect(read).toMatchObject({ user: 'wang', records: 3, photos: 0 });
	expect(JSON.stringify(file)).not.toContain(saved[0]?._id);
	const opened = read && (await openRescueFile(read, PASSPHRASE));

	const tablet = await device(grid);
	await tablet.round();
	for (let times = 0; times < 2; times++) {
		if (opened) await takeOver({ user: tablet.device, store: tablet.store }, opened);
		expect(await tablet.round()).toBeUndefined();
	}
	expect(await tablet.unsent()).toBe(0);
	const documents = await onServer(grid.scope);
	expect(documents.size).toBe(5);

	// The phone comes back into the network: the same records, known at once.
	expect(await phone.round()).toBeUndefined();
	expect(await phone.unsent()).toBe(0);
	expect(await onServer(grid.scope)).toEqual(documents);
});

test('without its passphrase it tells nothing; damaged, it is refused', async () => {
	const { rescued } = await stranded();
	const file = await writeRescueFile('wang', rescued, { passphrase: PASSPHRASE }, NOW);
	expect(await openRescueFile(file, '三把伞在门前')).toBeUndefined();
	expect(await openRescueFile({ ...file, body: file.body.replace(/A/g, 'B') }, PASSPHRASE)).toBeUndefined();
	expect(readRescueFile('{"linli":"backup/1"}')).toBeUndefined();
	expect(readRescueFile('not JSON')).toBeUndefined();
});

test("the manager opens it with the community's recovery code", async () => {
	const { rescued } = await stranded();
	const { halves, code } = await newCommunityKey();
	const recovery = { keyId: 'recoveryKey:1', publicKey: halves.publicKey };
	const file = await writeRescueFile('wang', rescued, { passphrase: PASSPHRASE, recovery }, NOW);
	expect(await openForCommunity(file, halves, code)).toEqual(rescued);
	expect(await openForCommunity(file, halves, 'AAAA-BBBB')).toBeUndefined();
});
