/// <reference lib="webworker" />
import './own-channel';
import type { Scope } from '../../src/lib/org/scopes';
import { editProfile } from '../../src/lib/merge-edit';
import type { Household } from '../../src/lib/people/people';
import { householdType } from '../../src/lib/people/people';
import { Author } from '../../src/lib/session/author';
import type { Store } from '../../src/lib/store/contract';
import { storageFailure } from '../../src/lib/store/failure';
import { openLedger, type Ledger, type RevisionRef } from '../../src/lib/store/ledger';
import { openStore } from '../../src/lib/store/open';
import { openScope } from '../../src/lib/store/pouch';
import { testSealer } from '../../src/lib/store/scenarios';
import {
	COPIES_KEY,
	LEFT_SCOPES_KEY,
	SYNC_STATE_KEY,
	scopeStateKey,
	type KeptCopy,
	type ScopeState,
	type SyncState
} from '../../src/lib/sync/contract';
import { firstLoadProgress } from '../../src/lib/sync/first-load-position';
import type { Visit } from '../../src/lib/visits/visit';
import { visitType } from '../../src/lib/visits/visit';
import type { DeviceAnswer, DeviceCalls, DeviceRequest, DeviceSettings } from './device-calls';
import { forgetScopes, readRaw, readSeq } from './raw-rows';
import { Rounds } from './rounds';
import { setClock } from './clock';

/*
 * One tab of one device: its store and its sync engine, as the product has them, on a real IndexedDB. Ending this worker
 * is what killing the tab is.
 */

let settings: DeviceSettings;
let store: Store;
let ledger: Ledger;
let author: Author;
let rounds: Rounds | undefined;

const calls: DeviceCalls = {
	async open(given) {
		if (settings?.user !== given.user) {
			store = await openStore(given.user, testSealer);
			ledger = openLedger(given.user);
		}
		settings = given;
		setClock(given.skew);
		author = new Author(store, given.user);
	},
	visit: (scope, note) =>
		unlessFull(async () => {
			const record: Visit = {
				...(await author.sign(visitType)),
				subject: 'household:00000000000000000000000000',
				dwelling: 'dwelling:00000000000000000000000000',
				method: 'home',
				outcome: 'met',
				startedAt: new Date().toISOString(),
				purposes: ['routine'],
				form: { id: 'visit', version: '1', hash: 'a'.repeat(64) },
				answers: {},
				...(note !== undefined && { note })
			};
			return (await store.save(scope, record)).ok ? record._id : undefined;
		}),
	household: (scope) =>
		unlessFull(async () => {
			const signed = await author.sign(householdType);
			const record: Household = {
				...signed,
				dwelling: 'dwelling:00000000000000000000000000',
				tenure: 'owner'
			};
			return (await store.save(scope, record)).ok ? record._id : undefined;
		}),
	edit: (scope, id, field) =>
		unlessFull(async () => {
			const stored = await store.read<Household & Record<string, unknown>>(scope, id);
			if (!stored) return undefined;
			const { record } = stored;
			const change = await author.change(record);
			const edited = editProfile(record, { [field]: change.stamp }, change);
			const replaced = record[field] as string | undefined;
			if (!(await store.save(scope, edited)).ok) return undefined;
			return { token: change.stamp, ...(replaced !== undefined && { replaced }) };
		}),
	async round(kind) {
		rounds ??= new Rounds(settings, store, ledger);
		await rounds.run(kind);
		const { user, scopes } = settings;
		const states = [SYNC_STATE_KEY, ...scopes.map(scopeStateKey)];
		const read = await Promise.all(states.map((key) => store.readSetting<SyncState | ScopeState>(key)));
		const seqs = await Promise.all(scopes.map((scope) => readSeq(user, scope)));
		return { troubles: read.flatMap((state) => state?.trouble ?? []), seqs };
	},
	async audit(scope) {
		const { winners, readUpTo } = await readRaw(settings.user, scope);
		const leaves = await ledger.leaves(scope);
		const waiting = await ledger.unsent(scope);
		const { complete } = await firstLoadProgress(store, scope);
		const audit = { leaves: named(leaves), winners: named(winners), waiting: named(waiting) };
		// A scope that is loaded from its start has no checkpoint that counts.
		return complete ? { ...audit, readUpTo } : audit;
	},
	async lacking(scope, known) {
		const local = openScope(settings.user, scope);
		try {
			const missing = (await local.revsDiff(known)) as Record<string, { missing: string[] }>;
			return Object.entries(missing).flatMap(([id, lacks]) => lacks.missing.map((rev) => `${id} ${rev}`));
		} finally {
			await local.close();
		}
	},
	async rest() {
		await rounds?.stop();
		rounds = undefined;
	},
	async tidy() {
		const { user, scopes } = settings;
		const kept = (await store.readSetting<KeptCopy[]>(COPIES_KEY)) ?? [];
		for (const { id, scope } of kept)
			if (!scopes.includes(scope)) await store.writeSetting(`sync:copy:${id}`, undefined);
		await store.writeSetting(
			COPIES_KEY,
			kept.filter(({ scope }) => scopes.includes(scope))
		);
		const left = (await store.readSetting<Scope[]>(LEFT_SCOPES_KEY)) ?? [];
		const old = left.filter((scope) => !scopes.includes(scope));
		if (old.length === 0) return;
		await forgetScopes(user, old);
		await store.writeSetting(
			LEFT_SCOPES_KEY,
			left.filter((scope) => !old.includes(scope))
		);
	}
};

/** Signing writes a setting, which a full disk refuses as well: nothing was promised then. */
async function unlessFull<T>(work: () => Promise<T>): Promise<T | undefined> {
	try {
		return await work();
	} catch (error) {
		if (storageFailure(error) === 'full') return undefined;
		throw error;
	}
}

const named = (revisions: readonly RevisionRef[]) => revisions.map(({ id, rev }) => `${id} ${rev}`).sort();

self.onmessage = async ({ data }: MessageEvent<DeviceRequest>) => {
	const { number, name, args } = data;
	const call = calls[name] as (...args: unknown[]) => Promise<unknown>;
	let answer: DeviceAnswer;
	try {
		answer = { number, value: await call(...args) };
	} catch (error) {
		answer = { number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
	self.postMessage(answer);
};
