import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Store } from './contract';
import { DeviceDatabase, databaseName } from './database';
import { openLedger } from './ledger';
import { openStore } from './open';
import { openScope } from './pouch';
import { saveRecords } from './save';
import { GRID, OTHER_GRID, household, newUser, testSealer, visit } from './scenarios';
import type { WriterEnd, WriterJob, WriterReport } from './writer';
import writerUrl from './writer.ts?url';

/** Several tabs and a worker write at once: nothing is lost, and every live query is right at the end. */

/** Saves of all contexts together; `VITE_SAVES=300` for a quick look. */
const SAVES = Number(import.meta.env.VITE_SAVES ?? 2000);

let user: string;
let store: Store;
beforeEach(async () => {
	user = newUser();
	store = await openStore(user, testSealer);
});
afterEach(() => store.close());

/** Sequence, counters and unsent marks of a scope agree with a full scan of its rows. */
async function expectSound(scope: string, documents: number) {
	const pouch = openScope(user, scope);
	const ledger = openLedger(user);
	const { results } = await pouch.changes();
	const info = await pouch.info();
	expect(results).toHaveLength(documents);
	expect(info.doc_count).toBe(documents);
	expect(new Set(results.map(({ seq }) => seq)).size).toBe(documents);
	expect(results.at(-1)?.seq).toBe(info.update_seq);
	expect(await ledger.unsent(scope)).toEqual(
		results.map(({ id, changes }) => ({ id, rev: changes[0]?.rev })).sort((a, b) => (a.id < b.id ? -1 : 1))
	);
	ledger.close();
	await pouch.close();
}

interface Writer {
	finished: Promise<void>;
	report(end: WriterEnd): Promise<WriterReport>;
	stop(): void;
}

function startWriter(
	post: (job: WriterJob, transfer: Transferable[]) => void,
	saves: number,
	stop: () => void
): Writer {
	const { port1, port2 } = new MessageChannel();
	const next = <T>() =>
		new Promise<T>((resolve) => {
			port1.onmessage = ({ data }: MessageEvent<T>) => resolve(data);
		});
	const finished = next<void>();
	post({ user, scope: GRID, saves, answerTo: port2 }, [port2]);
	return {
		finished,
		report: (end) => {
			const report = next<WriterReport>();
			port1.postMessage(end);
			return report;
		},
		stop
	};
}

function inWorker(saves: number): Promise<Writer> {
	const worker = new Worker(new URL('./writer.ts', import.meta.url), { type: 'module' });
	return Promise.resolve(
		startWriter(
			(job, transfer) => worker.postMessage(job, transfer),
			saves,
			() => worker.terminate()
		)
	);
}

/** A frame has what makes a tab another one: its own globals, its own Dexie, its own connection. */
async function inTab(saves: number): Promise<Writer> {
	const frame = document.createElement('iframe');
	document.body.append(frame);
	const tab = frame.contentDocument as Document;
	const script = tab.createElement('script');
	script.type = 'module';
	script.src = new URL(writerUrl, location.href).href;
	await new Promise((resolve, reject) => {
		script.onload = resolve;
		script.onerror = reject;
		tab.head.append(script);
	});
	return startWriter(
		(job, transfer) => frame.contentWindow?.postMessage(job, '*', transfer),
		saves,
		() => frame.remove()
	);
}

test(`two tabs and a worker, ${SAVES} saves`, { timeout: 600_000 }, async () => {
	const writers = await Promise.all(
		[inTab(SAVES / 3), inTab(SAVES / 3), inWorker(SAVES / 3)].map(async (w) => w)
	);
	const counts: number[] = [];
	store.watch(
		(s) => s.count({ type: 'visit' }),
		(count) => counts.push(count),
		(error) => expect.unreachable(String(error))
	);
	await Promise.all(writers.map(({ finished }) => finished));
	const reports = await Promise.all(
		writers.map((writer) => writer.report({ expected: Math.ceil(SAVES / 3) * 3 }))
	);
	for (const writer of writers) writer.stop();

	const ids = reports.flatMap((report) => report.ids);
	expect(reports.map(({ refused }) => refused)).toEqual([0, 0, 0]);
	expect(reports.map(({ seen }) => seen)).toEqual([ids.length, ids.length, ids.length]);
	await vi.waitFor(() => expect(counts.at(-1)).toBe(ids.length), { timeout: 5000 });
	const stored = await store.find({ type: 'visit' });
	expect(stored.map(({ record }) => record._id)).toEqual(ids.sort());
	await expectSound(GRID, ids.length);
});

test('two handles in one page, and replication in between', async () => {
	const second = new DeviceDatabase(databaseName(user));
	second.sealing = testSealer;
	const pouch = openScope(user, GRID);
	const pages = Array.from({ length: 10 }, () =>
		pouch.bulkDocs(
			Array.from({ length: 60 }, () => ({ ...household(), _rev: '1-abc' })),
			{ new_edits: false }
		)
	);
	const results = await Promise.all(
		Array.from({ length: 60 }, (_, i) =>
			i % 2 ? store.save(GRID, visit()) : saveRecords(second, GRID, [visit()])
		)
	);
	await Promise.all(pages);
	expect(results.filter(({ ok }) => !ok)).toEqual([]);
	expect(await store.count({ type: 'visit', scopes: [GRID, OTHER_GRID] })).toBe(60);
	expect(await store.count({ type: 'household' })).toBe(600);
	expect(await store.count({ unsent: true })).toBe(60);
	expect(await pouch.info()).toMatchObject({ doc_count: 660, update_seq: 660 });
	await pouch.close();
	second.close();
});

test('two tabs edit one profile from the same revision: one is saved, the other is told', async () => {
	const record = household();
	await store.save(GRID, record);
	const read = (await store.read(GRID, record._id))?.record;
	const second = new DeviceDatabase(databaseName(user));
	second.sealing = testSealer;
	const edits = ['tenant', 'floating'].map(
		(tenure) => ({ ...record, _rev: read?._rev, tenure }) as typeof record
	);
	const results = await Promise.all([
		store.save(GRID, edits[0] as typeof record),
		saveRecords(second, GRID, [edits[1] as typeof record])
	]);
	expect(results.map((result) => (result.ok ? 'saved' : result.reason)).sort()).toEqual([
		'conflict',
		'saved'
	]);
	await expectSound(GRID, 1);
	second.close();
});
