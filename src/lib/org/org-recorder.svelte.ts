import { editProfile } from '../merge-edit';
import type { Profile } from '../record';
import type { Author } from '../session/author';
import { ProfileEditor, type EditResult } from '../session/profile-editor';
import { Saving } from '../session/saving.svelte';
import type { Store, Stored } from '../store/contract';
import { settingsType, type CommunitySettings } from './community';
import type { Grid, Worker } from './org';
import type { Scope } from './scopes';

type Topic = CommunitySettings['topic'];
/** Another tab may have changed one of the records meanwhile; their newest state is taken up this often. */
const ATTEMPTS = 5;

/** What managers write about their community: who works where, and what it has set. */
export class OrgRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly #editor: ProfileEditor;
	readonly #scope: Scope;
	readonly saving = new Saving();

	constructor(store: Store, author: Author, community: string) {
		this.#store = store;
		this.#author = author;
		this.#editor = new ProfileEditor(store, author);
		this.#scope = `org-${community}`;
	}

	/** Sets what a worker's card shows and where the worker works; the grids' own lists go with it, all or nothing. */
	setWorker(worker: string, values: Pick<Worker, 'grids' | 'badgeNo' | 'phone'>): Promise<boolean> {
		return this.saving.run(async () => {
			let result: EditResult = { ok: false, reason: 'gone', problems: [] };
			for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
				const stored = await this.#store.read<Worker>(this.#scope, worker);
				if (!stored) return result;
				const grids = await this.#store.find<Grid>({ type: 'grid', scopes: [this.#scope] });
				const edits = await this.#edited([
					[stored, values as Partial<Profile>],
					...grids.map((grid) => [grid, withWorker(grid.record, stored.record, values.grids)] as const)
				]);
				if (edits.length === 0) return { ok: true, ids: [] };
				result = await this.#store.saveAll(this.#scope, edits);
				if (result.ok || result.reason !== 'conflict') return result;
			}
			return result;
		});
	}

	/** Only what differs, signed. */
	async #edited(edits: readonly (readonly [Stored<Profile>, Partial<Profile>])[]): Promise<Profile[]> {
		const changed: Profile[] = [];
		for (const [{ record }, values] of edits) {
			const edited = editProfile(record, values, await this.#author.change(record));
			if (edited !== record) changed.push(edited);
		}
		return changed;
	}

	change<P extends Profile>(id: string, values: Partial<P>): Promise<boolean> {
		return this.saving.run(() => this.#editor.change<P>(this.#scope, id, values));
	}

	/** Adds a record that `make` completes from its signature. Returns its id. */
	async add(make: (author: Author) => Promise<Profile>): Promise<string | undefined> {
		let id: string | undefined;
		const saved = await this.saving.run(async () => {
			const record = await make(this.#author);
			id = record._id;
			return this.#store.save(this.#scope, record);
		});
		return saved ? id : undefined;
	}

	/** Lays values over a topic's, or begins the topic. Of several records the last one speaks (rules lay them in order). */
	setTopic(topic: Topic, values: Record<string, unknown>): Promise<boolean> {
		return this.saving.run(async () => {
			const [last] = (await this.#store.find({ type: 'settings', scopes: [this.#scope], kind: topic })).slice(
				-1
			);
			if (last) return this.#editor.change<CommunitySettings>(this.#scope, last.record._id, { values });
			const record: CommunitySettings = { ...(await this.#author.sign(settingsType)), topic, values };
			return this.#store.save(this.#scope, record);
		});
	}
}

function withWorker(grid: Grid, { userName }: Worker, codes: readonly string[]): Partial<Profile> {
	const others = grid.workers.filter((known) => known !== userName);
	const works = codes.includes(grid.code);
	// A list in another order is no change.
	if (works === grid.workers.includes(userName)) return {};
	const workers = works ? [...others, userName] : others;
	return { workers } as Partial<Profile>;
}
