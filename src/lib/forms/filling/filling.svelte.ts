import type { FormRecord } from '../../org/org';
import type { DraftBox } from '../../store/drafts';
import type { Answers, FormHost, FormNode, LiveForm } from '../contract';
import { compareVersions } from '../definition/hash';
import { loadForm } from '../load';
import type { PublishedForms } from '../published.svelte';
import { reactive } from '../widgets/reactive.svelte';
import type { FormMedia } from '../widgets/surroundings.svelte';
import { draftId, readDraft, type DraftContent, type KeptPhoto, type PhotoKeeping } from './draft';
import { DraftWriter } from './draft-writer';
import { OneTab } from './one-tab.svelte';
import { versionChanges, type VersionChange } from './version-changes';

/** What is filled, for whom, and the facts that the form asks its host for. */
export interface FillingTask {
	readonly form: string;
	/** Id of the record that it is about. */
	readonly subject?: string;
	readonly host: Pick<FormHost, 'zone' | 'subject' | 'device' | 'user'>;
	/** What a form without a draft begins with: the answers of the record that is corrected. */
	readonly answers?: Answers;
	/** Where photos and signatures are kept; without it a form takes none. */
	readonly photos?: PhotoKeeping;
}

/** How a filling stands. `missing`: the form has not arrived yet. `broken`: this app cannot open its definition. */
export type FillingState = 'opening' | 'missing' | 'broken' | 'filling' | 'reading';

/**
 * One form being filled, from the first look to the stored record: opens the draft where it stopped, stores every
 * change, keeps a second tab from writing, and moves to a newer version only when asked.
 */
export class FormFilling {
	readonly #drafts: DraftBox;
	readonly #forms: PublishedForms;
	readonly #task: FillingTask;
	readonly #tab = new OneTab();
	#writer: DraftWriter;
	#opening: Promise<void> | undefined;
	#state = $state<FillingState>('opening');
	#form = $state.raw<LiveForm>();
	#published = $state.raw<FormRecord>();
	#keptAt = $state<string>();
	#failed = $state<'full' | 'storage'>();
	#undo = $state.raw<() => Promise<void>>();
	#restoredFrom = $state<string>();
	#startedAt = new Date().toISOString();
	#at: string | undefined;
	#photos: Readonly<Record<string, KeptPhoto>> = {};
	/** For the widgets. */
	readonly media: FormMedia;

	constructor(drafts: DraftBox, forms: PublishedForms, task: FillingTask) {
		this.#drafts = drafts;
		this.#forms = forms;
		this.#task = task;
		this.#writer = this.#newWriter();
		this.media = {
			keep: async (file) => {
				if (!task.photos) throw new Error('this form has no place for photos');
				const kept = await task.photos.keep(file);
				this.#photos = { ...this.#photos, [kept.photo]: kept };
				return kept.photo;
			},
			open: async (id) => task.photos?.open(id)
		};
	}

	get state(): FillingState {
		return this.#state === 'filling' && this.#tab.place !== 'here' ? 'reading' : this.#state;
	}
	get form(): LiveForm | undefined {
		return this.#form;
	}
	/** The version that is being filled. */
	get published(): FormRecord | undefined {
		return this.#published;
	}
	/** UTC ISO: when the draft was last stored. Nothing before the first edit. */
	get keptAt(): string | undefined {
		return this.#keptAt;
	}
	/** Why the last change is not on the disk. It is tried again by itself. */
	get failed(): 'full' | 'storage' | undefined {
		return this.#failed;
	}
	/** UTC ISO: what is shown comes from a draft of then, and nothing was changed since. */
	get restoredFrom(): string | undefined {
		return this.#restoredFrom;
	}
	get startedAt(): string {
		return this.#startedAt;
	}
	/** The draft to end in the step that stores the record. */
	get draft(): string {
		return draftId(this.#task.form, this.#task.subject);
	}
	/** The photos that the answers name, as a record carries them. */
	photos(): KeptPhoto[] {
		const text = JSON.stringify(this.#form?.answers() ?? {});
		return Object.values(this.#photos).filter(({ photo }) => text.includes(JSON.stringify(photo)));
	}
	/** Path of the question where the draft stopped. */
	get at(): string | undefined {
		return this.#at;
	}
	/** True when the tab that filled this draft has gone: {@link takeOver} goes on here. */
	get canTakeOver(): boolean {
		return this.#tab.place === 'free';
	}
	/** A newer version than the one that this draft is pinned to. */
	readonly newer: FormRecord | undefined = $derived.by(() => {
		const newest = this.#published && this.#forms.newest(this.#published.form);
		return newest && compareVersions(newest.version, this.#published?.version ?? '') > 0 ? newest : undefined;
	});

	/**
	 * Opens the draft, or a new form. Safe to call again when forms arrive: what is open stays, unless nobody has
	 * touched it and a newer version has come.
	 */
	open(): Promise<void> {
		const { newer } = this;
		if (newer && this.#state === 'filling' && this.#at === undefined && !this.#keptAt) this.#show(newer);
		if (!this.#form && this.#forms.all && this.#state !== 'broken') this.#opening ??= this.#open();
		return this.#opening ?? Promise.resolve();
	}

	async #open(): Promise<void> {
		await this.#tab.ask(`linli-draft:${this.#drafts.user}:${this.draft}`);
		await this.#begin();
		this.#opening = undefined;
	}

	async #begin(): Promise<void> {
		const stored = await this.#drafts.read(this.draft);
		const content = readDraft(stored?.body);
		const newest = this.#forms.newest(this.#task.form);
		// A version that this device lost sight of: the newest takes the answers rather than nobody.
		const published = (content && this.#forms.version(content.form)) ?? newest;
		if (!published) {
			this.#state = 'missing';
			return;
		}
		this.#keptAt = this.#restoredFrom = stored?.head.updatedAt;
		this.#at = content?.at;
		this.#photos = content?.photos ?? {};
		this.#startedAt = content?.startedAt ?? new Date().toISOString();
		this.#show(published, content?.answers ?? this.#task.answers);
	}

	#show(published: FormRecord, answers?: DraftContent['answers']): void {
		const loaded = loadForm(published.definition);
		if (!loaded.ok) {
			this.#state = 'broken';
			return;
		}
		this.#published = published;
		this.#form = loaded.form.begin({
			...this.#task.host,
			state: reactive,
			now: Date.now,
			seed: Date.parse(this.#startedAt),
			...(answers && { answers })
		});
		this.#state = 'filling';
	}

	#newWriter = (): DraftWriter =>
		new DraftWriter(async () => {
			const [form, published] = [this.#form, this.#published];
			if (!form || !published) return true;
			const content: DraftContent = {
				v: 1,
				form: { form: published.form, version: published.version, hash: published.hash },
				answers: form.draft(),
				startedAt: this.#startedAt,
				...(this.#at !== undefined && { at: this.#at }),
				photos: this.#photos
			};
			const { form: formId, subject } = this.#task;
			const updatedAt = new Date().toISOString();
			const head = { id: this.draft, form: formId, updatedAt, ...(subject !== undefined && { subject }) };
			this.#failed = await this.#drafts.keep(head, content);
			if (!this.#failed) this.#keptAt = updatedAt;
			return !this.#failed;
		});

	/** After every edit. */
	edited(node: FormNode): void {
		if (this.state !== 'filling') return;
		this.#undo = this.#restoredFrom = undefined;
		this.#at = node.path;
		this.#writer.edited(node.path);
	}

	/** Stores what is not stored yet, now: the page is about to be hidden, locked or left. */
	flush(): Promise<void> {
		return this.state === 'filling' ? this.#writer.flush() : Promise.resolve();
	}

	/** Stores the draft a last time and writes no more: what comes next is the record itself. */
	async settle(): Promise<void> {
		await this.flush();
		await this.#writer.close();
	}

	/** The record could not be stored: the draft goes on. */
	resume(): void {
		this.#writer = this.#newWriter();
	}

	/** What moving to the newer version would change; nothing when no answer is touched and no question is new. */
	changes(locale: string): VersionChange[] {
		const [form, newer] = [this.#form, this.newer];
		const target = newer && loadForm(newer.definition);
		return form && target?.ok
			? versionChanges(form.definition, target.form.definition, form.draft(), locale)
			: [];
	}

	/** Moves the draft to the newer version. Answers without a place there are gone: `changes` said which. */
	async moveToNewer(): Promise<void> {
		if (!this.newer || this.state !== 'filling') return;
		this.#show(this.newer, this.#form?.draft());
		this.#writer.edited('');
		await this.#writer.flush();
	}

	/** Goes on with what the tab that has gone had stored last. */
	async takeOver(): Promise<void> {
		if (!this.canTakeOver) return;
		await this.#begin();
		this.#tab.take();
	}

	/** Throws the draft away and begins anew; {@link undoDiscard} brings it back until the next edit. */
	async discard(): Promise<void> {
		await this.settle();
		const undo = await this.#drafts.discard(this.draft);
		this.resume();
		await this.#begin();
		this.#undo = undo;
	}

	get canUndo(): boolean {
		return this.#undo !== undefined;
	}

	async undoDiscard(): Promise<void> {
		const undo = this.#undo;
		this.#undo = undefined;
		await undo?.();
		await this.#begin();
	}

	/**
	 * Stores what is not stored yet whenever this page may end: hidden, left, locked.
	 * @param beforeLock what locking waits for: the session's
	 * @returns ends it all; the screen is left
	 */
	guard(beforeLock: (work: () => Promise<unknown>) => () => void): () => void {
		const flush = () => this.flush();
		const hidden = () => void (document.hidden && flush());
		const unlocked = beforeLock(flush);
		addEventListener('pagehide', flush);
		document.addEventListener('visibilitychange', hidden);
		return () => {
			unlocked();
			removeEventListener('pagehide', flush);
			document.removeEventListener('visibilitychange', hidden);
			void this.leave();
		};
	}

	/** The screen is left: what is not stored yet is stored, and another tab may fill. */
	async leave(): Promise<void> {
		await this.settle();
		this.#tab.leave();
	}
}
