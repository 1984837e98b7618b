import { afterEach, expect, test } from 'vitest';
import { toBase64 } from '../base64';
import { photosOf, type Scope } from '../org/scopes';
import { Author } from '../session/author';
import { openStore } from '../store/open';
import { PhotoShelf } from '../store/photo-shelf';
import { newDataKey, sealerOf } from '../store/sealing';
import { visit } from '../store/scenarios';
import { COPIES_KEY, type KeptCopy } from '../sync/contract';
import { KeptCopies, type SealedCopy } from '../sync/kept-copies';
import { lookForSent, tidyPhotos } from '../sync/photo-keeping';
import { sendPhotos } from '../sync/photo-queue';
import { aGrid, makeDatabase, ownServer, server, type Grid } from '../sync/scenarios';
import { Wire } from '../sync/wire';
import { DevicePhotoBox } from './device-photo-box';
import type { PhotoFacts } from './kept-photo';
import { preparePhoto, sha256 } from './prepare-photo';
import { aPicture } from './scenarios';

ownServer();

const open: (() => void)[] = [];
afterEach(async () => {
	await server.calm();
	for (const close of open.splice(0)) close();
});

const OWNER = 'visit:01KAJ0000000000000000000AB';

async function aPhone({ user, scope }: Grid, key?: CryptoKey) {
	const name = `${user}-${Math.random().toString(36).slice(2)}`;
	const sealer = key && sealerOf(key);
	const store = await openStore(name, 'plain');
	const wire = new Wire(`${location.origin}/db`);
	const author = new Author(store, user);
	const box = new DevicePhotoBox({ user: name, author, wire, sealer });
	const shelf = new PhotoShelf<PhotoFacts>(name, sealer);
	open.push(() => [box, shelf, store].forEach((each) => each.close()));
	const queue = { shelf, wire, store };
	const send = (retry = false, interrupted = () => false) => sendPhotos(queue, [scope], retry, interrupted);
	const look = () => lookForSent(queue, [scope]);
	const tidy = (scopes: Scope[], now: number) => tidyPhotos(queue, name, scopes, now);
	const copies = new KeptCopies(name, store, wire);
	return { name, store, box, shelf, send, look, tidy, copies };
}

async function aGridWithPhotos() {
	const grid = await aGrid();
	await makeDatabase(photosOf(grid.scope));
	return grid;
}
const aPhoto = async () => preparePhoto(await aPicture(800, 600));
const onServer = async (scope: Scope) =>
	((await server.admin('GET', `/${photosOf(scope)}`)) as { doc_count: number }).doc_count;

test('a photo waits until its record is saved, goes up once, and opens on another device with the same bytes', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const photo = await aPhoto();
	const id = await phone.box.keep(grid.scope, photo);
	expect(await phone.send()).toBeUndefined();
	expect(await onServer(grid.scope)).toBe(0);
	await phone.box.belong(grid.scope, [id], OWNER);
	expect(await phone.send()).toBeUndefined();
	expect(await phone.shelf.keys('sent')).toEqual([{ scope: grid.scope, id }]);
	await server.takeLog();
	expect(await phone.send()).toBeUndefined();
	expect(await server.takeLog()).toEqual([]);

	const desk = await aPhone(grid);
	const opened = await desk.box.open(grid.scope, id);
	expect(opened).toMatchObject({ ok: true, state: 'fetched' });
	if (opened.ok) expect(await sha256(opened.bytes)).toBe(photo.sha256);
	await server.kill();
	expect(await desk.box.open(grid.scope, id)).toMatchObject({ ok: true, state: 'fetched' });
	expect(await desk.box.open(grid.scope, `${id}X`)).toEqual({ ok: false, reason: 'notHere' });
	await server.start();
});

test('N1: cut before and after the server has it, a photo arrives once', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	for (const kind of ['cut', 'cutAfterCommit'] as const) {
		await server.fault({ match: 'PUT', kind, times: 1 });
		expect(await phone.send()).toBe('offline');
		expect(await phone.shelf.keys('waiting')).toHaveLength(1);
	}
	expect(await phone.send()).toBeUndefined();
	expect(await phone.shelf.keys('sent')).toHaveLength(1);
	expect(await onServer(grid.scope)).toBe(1);
});

test('N1: a photo that a restored server has forgotten goes up again', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const kept = await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	const forgotten = await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	await phone.send();
	await phone.look();
	expect(await phone.shelf.keys('sent')).toHaveLength(2);

	// As from an older backup: the database anew, with the one photo that was in it.
	const path = `/${photosOf(grid.scope)}`;
	const url = `${path}/${encodeURIComponent(kept)}?attachments=true&revs=true`;
	const backedUp = await server.admin('GET', url);
	await server.admin('DELETE', path);
	await phone.look();
	expect(await phone.shelf.keys('sent')).toHaveLength(2);
	await makeDatabase(photosOf(grid.scope));
	await server.admin('POST', `${path}/_bulk_docs`, { docs: [backedUp], new_edits: false });
	await phone.look();
	expect(await phone.shelf.keys('waiting')).toEqual([{ scope: grid.scope, id: forgotten }]);
	expect(await phone.send()).toBeUndefined();
	expect(await phone.shelf.keys('sent')).toHaveLength(2);
	expect(await onServer(grid.scope)).toBe(2);
});

test('N1, N7: a photo of a scope that was taken away stays sealed, and comes back to a server that has forgotten it', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const photo = await aPhoto();
	const id = await phone.box.keep(grid.scope, photo, OWNER);
	await phone.send();
	const path = `/${photosOf(grid.scope)}`;
	const before = (await server.admin('GET', `${path}/${encodeURIComponent(id)}`)) as { _rev: string };
	await phone.tidy([], Date.now());
	expect(await phone.shelf.facts(grid.scope, id)).toBeUndefined();
	const [listed] = (await phone.store.readSetting<KeptCopy[]>(COPIES_KEY)) ?? [];
	const copy = await phone.store.readSetting<SealedCopy>(`sync:copy:${listed?.id}`);
	expect(JSON.stringify(copy)).not.toContain(
		toBase64(new Uint8Array(await photo.bytes.arrayBuffer())).slice(0, 40)
	);

	await phone.copies.tend([]);
	expect(await onServer(grid.scope)).toBe(1);
	await server.admin('DELETE', path);
	await makeDatabase(photosOf(grid.scope));
	const back = async (given: unknown) =>
		(await fetch('/api/held/back', { method: 'POST', body: JSON.stringify(given) })).status;
	expect(await back({ ...copy, picture: btoa('another picture altogether, and long enough') })).toBe(400);
	expect(await back({ ...copy, picture: undefined })).toBe(400);
	expect(await onServer(grid.scope)).toBe(0);
	const later = new KeptCopies(phone.name, phone.store, new Wire(`${location.origin}/db`));
	await later.tend([]);
	expect(await server.admin('GET', `${path}/${encodeURIComponent(id)}`)).toMatchObject({ _rev: before._rev });
	const opened = await phone.box.open(grid.scope, id);
	if (!opened.ok) throw new Error(opened.reason);
	expect(await sha256(opened.bytes)).toBe(photo.sha256);
});

test('N2: a photo that the server lacks when its scope is taken away waits here', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const id = await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	await phone.send();
	await server.admin('DELETE', `/${photosOf(grid.scope)}`);
	await phone.tidy([], Date.now());
	expect(await phone.shelf.keys('waiting')).toEqual([{ scope: grid.scope, id }]);
});

test('what the server stored is compared: another picture under the same id is not taken for ours', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const id = await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	await server.admin('PUT', `/${photosOf(grid.scope)}/${encodeURIComponent(id)}`, {
		type: 'photo',
		_attachments: { full: { content_type: 'image/jpeg', data: btoa('something else') } }
	});
	expect(await phone.send()).toBeUndefined();
	expect(await phone.shelf.keys('refused')).toHaveLength(1);
	expect((await phone.shelf.facts(grid.scope, id))?.facts.refusal?.error).toBe('damaged');
	expect(await phone.box.open(grid.scope, id)).toMatchObject({ ok: true });
});

test('a picture that was damaged on the way back is not shown', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const id = 'photo:01KAJ0000000000000000000AC';
	await server.admin('PUT', `/${photosOf(grid.scope)}/${encodeURIComponent(id)}`, {
		type: 'photo',
		sha256: 'a'.repeat(64),
		_attachments: { full: { content_type: 'image/jpeg', data: btoa('something else') } }
	});
	expect(await phone.box.open(grid.scope, id)).toEqual({ ok: false, reason: 'damaged' });
});

test('N2: a photo that the server refuses stays, holds up no other, and goes when somebody asks again', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const design = `/${photosOf(grid.scope)}/_design/guard`;
	const made = (await server.admin('PUT', design, {
		validate_doc_update: 'function (doc) { if (doc.owner === "visit:bad") throw { forbidden: "no" }; }'
	})) as { rev: string };
	await phone.box.keep(grid.scope, await aPhoto(), 'visit:bad');
	await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	expect(await phone.send()).toBeUndefined();
	expect(
		[await phone.shelf.keys('refused'), await phone.shelf.keys('sent')].map((keys) => keys.length)
	).toEqual([1, 1]);
	await server.admin('PUT', design, { _rev: made.rev, validate_doc_update: 'function () {}' });
	await phone.send(true);
	expect(await phone.shelf.keys('sent')).toHaveLength(2);
});

test('a page that was killed between saving the record and naming its photos: they go all the same', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const id = await phone.box.keep(grid.scope, await aPhoto());
	const record = visit({ answers: { photos: [id] } });
	await phone.store.save(grid.scope, record);
	await phone.send();
	expect((await phone.shelf.facts(grid.scope, id))?.facts.photo.owner).toBe(record._id);
	expect(await phone.shelf.keys('sent')).toHaveLength(1);
});

test('a record that was saved meanwhile goes before the next photo', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	for (let n = 0; n < 3; n++) await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	let photos = 0;
	await phone.send(false, () => photos++ > 0);
	expect(await phone.shelf.keys('waiting')).toHaveLength(2);
});

test('what was only looked at, and what was sent long ago, leaves the device; what waits never does', async () => {
	const grid = await aGridWithPhotos();
	const phone = await aPhone(grid);
	const sent = await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	await phone.send();
	const waiting = await phone.box.keep(grid.scope, await aPhoto(), OWNER);
	const inDays = (days: number) => Date.now() + days * 86_400_000;
	await phone.tidy([grid.scope], inDays(29));
	expect(await phone.shelf.keys('sent')).toEqual([{ scope: grid.scope, id: sent }]);
	await phone.tidy([grid.scope], inDays(31));
	await phone.tidy([], inDays(400));
	expect(await phone.shelf.keys('sent')).toEqual([]);
	expect(await phone.shelf.keys('waiting')).toEqual([{ scope: grid.scope, id: waiting }]);
	expect(await phone.box.open(grid.scope, sent)).toMatchObject({ ok: true, state: 'fetched' });
});

test('N8: a photo lies sealed on the device', async () => {
	const grid = await aGridWithPhotos();
	const key = await newDataKey();
	const phone = await aPhone(grid, key);
	const photo = await aPhoto();
	const id = await phone.box.keep(grid.scope, photo, OWNER);
	const stored = await new PhotoShelf<PhotoFacts>(phone.name).read(grid.scope, id);
	expect(stored && (await sha256(stored.bytes))).not.toBe(photo.sha256);
	await phone.send();
	const opened = await phone.box.open(grid.scope, id);
	if (opened.ok) expect(await sha256(opened.bytes)).toBe(photo.sha256);
	expect(await phone.shelf.keys('sent')).toHaveLength(1);
});
