import { afterAll, expect, test, vi } from 'vitest';
import { photosOf } from '../org/scopes';
import { DevicePhotoBox } from '../photos/device-photo-box';
import type { PhotoFacts } from '../photos/kept-photo';
import { preparePhoto, sha256 } from '../photos/prepare-photo';
import { aPicture } from '../photos/scenarios';
import { Author } from '../session/author';
import { openLedger } from '../store/ledger';
import { openStore } from '../store/open';
import { PhotoShelf } from '../store/photo-shelf';
import { visit } from '../store/scenarios';
import { fromBase64 } from '../base64';
import { SyncEngine } from './engine';
import { aGrid, makeDatabase, onServer, ownServer, server } from './scenarios';
import { Wire } from './wire';

ownServer();

const RECORDS = 280;
const PHOTOS = 60;
const CUTS = 10;
const figures = { records: 0, photos: 0, cuts: 0, lost: 0, doubled: 0, wrongHash: 0 };
afterAll(() => console.log('a week offline:', JSON.stringify(figures)));

test('N1: a week of work goes up with the network cut ten times on the way: all there, once, hash by hash', async () => {
	const { scope, user } = await aGrid(20);
	await makeDatabase(photosOf(scope));
	const store = await openStore(user, 'plain');
	const base = `${location.origin}/db`;
	const box = new DevicePhotoBox({ user, author: new Author(store, user), wire: new Wire(base) });
	const photo = await preparePhoto(await aPicture(1600, 1200));
	const saved: string[] = [];
	for (let n = 0; n < RECORDS; n++) {
		const record = visit({ createdBy: user });
		await store.save(scope, record);
		saved.push(record._id);
	}
	const hashes = new Map<string, string>();
	for (let n = 0; n < PHOTOS; n++) {
		// Each its own bytes: a JPEG may be followed by anything.
		const bytes = new Blob([photo.bytes, new Uint8Array([n])], { type: 'image/jpeg' });
		const hash = await sha256(bytes);
		hashes.set(await box.keep(scope, { ...photo, bytes, sha256: hash }, saved[n]), hash);
	}

	const match = ['_bulk_docs', '_revs_diff', 'PUT', '-photos/', '_local'];
	const ledger = openLedger(user);
	const engine = new SyncEngine({ user, scopes: [scope], base, store, ledger });
	const ended = engine.run();
	const shelf = new PhotoShelf<PhotoFacts>(user);
	for (let cut = 0; cut < CUTS; cut++) {
		const kind = cut % 2 ? 'cutAfterCommit' : 'cut';
		await server.fault({ match: match[cut % match.length] ?? '/db/', kind, times: 1 });
		figures.cuts++;
		engine.ask('all');
		const before = (await shelf.keys('sent')).length;
		await vi.waitFor(
			async () => {
				const waits = await store.count({ unsent: true });
				const sent = (await shelf.keys('sent')).length;
				if (waits > 0 || sent < Math.min(PHOTOS, before + 5)) {
					engine.ask('all');
					throw new Error('on its way');
				}
			},
			{ timeout: 120_000, interval: 500 }
		);
	}
	await server.calm();
	await vi.waitFor(
		async () => {
			if ((await shelf.keys('sent')).length < PHOTOS) {
				engine.ask('all');
				throw new Error('on its way');
			}
		},
		{ timeout: 120_000, interval: 500 }
	);
	engine.stop();
	await ended;

	const documents = await onServer(scope);
	figures.records = saved.filter((id) => documents.has(id)).length;
	figures.lost = RECORDS - figures.records;
	figures.doubled = documents.size - RECORDS - 20;
	for (const [id, hash] of hashes) {
		const stored = (await server.admin(
			'GET',
			`/${photosOf(scope)}/${encodeURIComponent(id)}?attachments=true`
		)) as { _rev: string; sha256: string; _attachments: { full: { data: string } } };
		figures.photos++;
		if (stored.sha256 !== hash || (await sha256(fromBase64(stored._attachments.full.data))) !== hash)
			figures.wrongHash++;
	}
	expect(await store.count({ unsent: true })).toBe(0);
	expect(figures).toEqual({
		records: RECORDS,
		photos: PHOTOS,
		cuts: CUTS,
		lost: 0,
		doubled: 0,
		wrongHash: 0
	});
	ledger.close();
	for (const each of [shelf, box, store]) each.close();
}, 600_000);
