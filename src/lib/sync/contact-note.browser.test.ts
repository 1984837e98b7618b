import { expect, test, vi } from 'vitest';
import type { DeviceContact } from '../org/device-contact';
import { Author } from '../session/author';
import { openStore } from '../store/open';
import { testSealer, visit } from '../store/scenarios';
import { SYNC_STATE_KEY } from './contract';
import { noteContacts } from './contact-note';
import { aGrid, makeDatabase, onServer, ownServer, server } from './scenarios';
import { Wire } from './wire';

ownServer();

test('R-R4 a device tells when it was there and what was waiting, a few times a day', async () => {
	const { user, scope } = await aGrid();
	const own = `user-${user}`;
	await makeDatabase(own);
	const account = `/_users/org.couchdb.user:${user}`;
	const stored = (await server.admin('GET', account)) as { roles: string[] };
	await server.admin('PUT', account, { ...stored, roles: [...stored.roles, `user:${user}`] });

	const store = await openStore(user, testSealer);
	await store.save(scope, visit());
	const author = new Author(store, user);
	const noting = noteContacts({ store, author, user, wire: new Wire(`${location.origin}/db`) });
	const contact = (lastContact: string) =>
		store.writeSetting(SYNC_STATE_KEY, { running: false, lastContact });
	const told = async () =>
		[...(await onServer(own)).values()] as unknown as (DeviceContact & { _rev: string })[];
	const now = Date.now();
	const before = (hours: number) => new Date(now - hours * 3_600_000).toISOString();

	await contact(before(9));
	await vi.waitFor(async () => expect(await told()).toMatchObject([{ createdBy: user, waiting: 1 }]), 20_000);
	const [first] = await told();
	expect(first?._id).toBe(`deviceContact:${await author.device()}`);
	expect(first?._rev).toMatch(/^1-/);
	await vi.waitFor(async () => expect(await store.readSetting('contactNoted')).toBe(before(9)), 20_000);

	// Five minutes later is no news; five hours later is.
	await contact(before(8.9));
	await contact(before(4));
	await vi.waitFor(
		async () => expect(await told()).toMatchObject([{ _rev: expect.stringMatching(/^2-/) }]),
		20_000
	);
	// It is nobody's work: nothing waits for it.
	expect(await store.count({ unsent: true })).toBe(1);
	noting.stop();
	store.close();
});
