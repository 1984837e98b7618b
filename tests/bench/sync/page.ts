import { Dexie } from 'dexie';
import PouchDB from 'pouchdb-core';
import http from 'pouchdb-adapter-http';
import idb from 'pouchdb-adapter-idb';
import replication from 'pouchdb-replication';
import { databaseName } from '../../../src/lib/store/database';
import { openStore } from '../../../src/lib/store/open';
import { sealerOf } from '../../../src/lib/store/sealing';
import { visit } from '../../../src/lib/store/scenarios';
import {
	SYNC_STATE_KEY,
	scopeStateKey,
	type ScopeState,
	type SyncState
} from '../../../src/lib/sync/contract';
import { startSync } from '../../../src/lib/sync/port';
import { RECORD_INDEXES } from '../../../src/lib/store/database';
import { flatRow } from '../store/flat-dexie';
import type { GridDocument } from '../store/grid-documents';

/** Milliseconds, and the documents that lie on the device afterwards. */
interface Loaded {
	readonly ms: number;
	readonly documents: number;
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function signIn(name: string, password: string): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ name, password });
	const answer = await fetch('/db/_session', { method: 'POST', headers, body });
	if (!answer.ok) throw new Error(`sign-in: ${answer.status}`);
}

type Ours = Awaited<ReturnType<typeof openOurs>>;
let ours: Ours | undefined;

/** The app's store, sealed, and its sync worker, as `src/lib/app.ts` opens them. */
async function openOurs(user: string, scope: string) {
	const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
		'encrypt',
		'decrypt'
	]);
	const store = await openStore(user, sealerOf(key));
	const sync = startSync(user, [scope], key);
	const isResting = async () => (await store.readSetting<SyncState>(SYNC_STATE_KEY))?.running === false;
	const until = async (done: () => Promise<boolean>) => {
		while (!(await done())) await pause(20);
	};
	return { user, scope, store, sync, isResting, until };
}

/** From nothing to a scope in step: everything that is wanted lies on the device, both checkpoints are set. */
async function loadOurs(user: string, scope: string): Promise<Loaded> {
	const began = performance.now();
	ours = await openOurs(user, scope);
	const { store, until } = ours;
	let state: ScopeState | undefined;
	await until(async () => {
		state = await store.readSetting<ScopeState>(scopeStateKey(scope));
		return state?.firstLoad.complete === true;
	});
	const ms = performance.now() - began;
	await until(ours.isResting);
	return { ms, documents: state?.firstLoad.loaded ?? 0 };
}

/** A round that somebody asks for, with nothing to do. */
async function idleRound(): Promise<void> {
	const { sync, isResting, until } = opened();
	sync.now('asked');
	await pause(100);
	await until(isResting);
}

/** A visit is saved; resolves when the server has acknowledged it. */
async function saveOne(): Promise<number> {
	const { sync, store, scope, user, isResting, until } = opened();
	const began = performance.now();
	const saved = await store.save(scope, visit({ createdBy: user }));
	if (!saved.ok) throw new Error(saved.reason);
	sync.now('saved');
	await until(async () => (await store.count({ unsent: true })) === 0);
	const ms = performance.now() - began;
	await until(isResting);
	return ms;
}

function closeOurs(): void {
	ours?.sync.stop();
	ours?.store.close();
	ours = undefined;
}

/** The device of this user is empty again. */
const forget = (user: string) => Dexie.delete(databaseName(user));

function opened(): Ours {
	if (!ours) throw new Error('nothing is loaded');
	return ours;
}

PouchDB.plugin(idb).plugin(http).plugin(replication);

/** PouchDB as its users run it: the idb adapter, default options, everything down, then everything up. */
async function loadStock(url: string): Promise<Loaded> {
	const began = performance.now();
	const db = new PouchDB(`stock-${performance.now()}`, { adapter: 'idb' });
	const remote = new PouchDB(new URL(url, location.href).href);
	await db.replicate.from(remote);
	await db.replicate.to(remote);
	const ms = performance.now() - began;
	const documents = (await db.allDocs()).rows.filter(({ id }) => !id.startsWith('_design/')).length;
	await db.destroy();
	return { ms, documents };
}

/** The limit: pages of `_all_docs` into a table with the same indexes, one after the other, and nothing else. */
async function loadLimit(scope: string): Promise<Loaded> {
	const began = performance.now();
	const db = new Dexie(`limit-${began}`);
	db.version(1).stores({ records: RECORD_INDEXES.join() });
	const records = db.table('records');
	let seq = 0;
	for (let after = '_design0'; ;) {
		const query = `include_docs=true&limit=1000&startkey=${encodeURIComponent(JSON.stringify(after))}`;
		const answer = await fetch(`/db/${scope}/_all_docs?${query}`);
		const { rows } = (await answer.json()) as { rows: { id: string; doc: GridDocument }[] };
		const page = rows.filter(({ id }) => id !== after);
		await records.bulkPut(page.map(({ doc }) => flatRow(doc, ++seq)));
		const last = page.at(-1)?.id;
		if (last === undefined || rows.length < 1000) break;
		after = last;
	}
	const ms = performance.now() - began;
	const documents = await records.count();
	await db.delete();
	return { ms, documents };
}

/** A long task of our own: without it a browser that reports none would look like a page that has none. */
async function beSeen(tasks: number[]): Promise<void> {
	const until = performance.now() + 100;
	while (performance.now() < until);
	for (let waited = 0; tasks.length === 0; waited += 50) {
		if (waited > 5000) throw new Error('this browser reports no long tasks');
		await pause(50);
	}
	await pause(200);
	tasks.length = 0;
}

/** What a screen shows while a first load runs: counts and a list, woken by every page that is written. */
async function loadWatched(user: string, scope: string): Promise<{ longest: number; tasks: number[] }> {
	const tasks: number[] = [];
	const observer = new PerformanceObserver((list) =>
		tasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))
	);
	await pause(500);
	observer.observe({ type: 'longtask' });
	await beSeen(tasks);
	const loading = loadOurs(user, scope);
	while (!ours) await pause(5);
	const { store } = ours;
	const watches = [
		store.watch(
			(s) => s.count({ type: 'visit' }),
			(count) => (document.body.dataset.count = String(count)),
			console.error
		),
		store.watch(
			(s) => s.find({ type: 'visit', newestFirst: true, limit: 30 }),
			(list) => (document.body.textContent = list.map(({ record }) => record._id).join(' ')),
			console.error
		)
	];
	await loading;
	await pause(500);
	for (const watch of watches) watch.stop();
	observer.disconnect();
	return { longest: Math.max(0, ...tasks), tasks: tasks.sort((a, b) => b - a).slice(0, 10) };
}

Object.assign(globalThis, {
	signIn,
	loadOurs,
	idleRound,
	saveOne,
	closeOurs,
	forget,
	loadStock,
	loadLimit,
	loadWatched
});
