import type { FormRecord } from '../../org/org';
import { formType } from '../../org/org';
import type { Scope } from '../../org/scopes';
import type { Author } from '../../session/author';
import type { SaveResult, Store } from '../../store/contract';
import type { Finding, LiveForm } from '../contract';
import { definitionHash, immutability, compareVersions } from '../definition/hash';
import type { FormDefinition } from '../definition/definition';
import { checkForm } from '../check/check-form';
import { loadForm } from '../load';
import type { PublishedForms } from '../published.svelte';
import { reactive } from '../widgets/reactive.svelte';

/** What came of publishing. `old`: a newer version is out already, and nobody would use this one. */
export type PublishResult =
	| { readonly ok: true; readonly record: FormRecord }
	| { readonly ok: false; readonly reason: 'findings' | 'old' }
	| Exclude<SaveResult, { ok: true }>;

interface Checked {
	readonly definition: unknown;
	readonly findings: readonly Finding[];
	readonly form: LiveForm | undefined;
	/** Why the text is no JSON, in the browser's words. */
	readonly broken: string | undefined;
}

/** A definition being tried out: its text, what the publish check says of it, and the form live. */
export class FormPreview {
	readonly #zone: string;
	#text = $state('');

	constructor(zone: string) {
		this.#zone = zone;
	}

	get text(): string {
		return this.#text;
	}
	set text(text: string) {
		this.#text = text;
	}

	readonly #checked: Checked = $derived.by(() => this.#check(this.#text));

	#check(text: string): Checked {
		let definition: unknown;
		try {
			definition = JSON.parse(text);
		} catch (error) {
			const broken = text.trim() === '' ? undefined : String((error as Error).message);
			return { definition: undefined, findings: [], form: undefined, broken };
		}
		const loaded = loadForm(definition);
		const form = loaded.ok
			? loaded.form.begin({ state: reactive, now: Date.now, zone: this.#zone, seed: 1 })
			: undefined;
		return { definition, findings: checkForm(definition), form, broken: undefined };
	}

	get broken(): string | undefined {
		return this.#checked.broken;
	}
	get findings(): readonly Finding[] {
		return this.#checked.findings;
	}
	readonly errors: number = $derived(this.findings.filter(({ severity }) => severity === 'error').length);
	get form(): LiveForm | undefined {
		return this.#checked.form;
	}
	get definition(): FormDefinition | undefined {
		return this.form?.definition;
	}

	/** Writes another version into the text, and nothing else of it. */
	setVersion(version: string): void {
		const { definition } = this.#checked;
		if (typeof definition !== 'object' || definition === null) return;
		this.#text = JSON.stringify({ ...definition, version }, null, 2);
	}

	/**
	 * Publishes the definition as a new version that never changes again. A record like any other: it works offline
	 * and is sent later.
	 */
	async publish(to: {
		readonly store: Store;
		readonly author: Author;
		readonly forms: PublishedForms;
		readonly scope: Scope;
	}): Promise<PublishResult> {
		const { definition } = this;
		if (!definition) return { ok: false, reason: 'findings' };
		const plain = JSON.parse(JSON.stringify(definition)) as FormDefinition;
		const published = { form: plain.id, version: plain.version, hash: await definitionHash(plain) };
		const versions = (to.forms.all ?? []).map(({ record }) => record);
		const same = versions.find((each) => each.hash === published.hash && each.form === published.form);
		if (same) return { ok: true, record: same };
		if (immutability(published, versions)) return { ok: false, reason: 'old' };
		const newest = to.forms.newest(plain.id);
		if (newest && compareVersions(plain.version, newest.version) <= 0) return { ok: false, reason: 'old' };
		const record: FormRecord = {
			...(await to.author.sign(formType)),
			...published,
			definition: plain as unknown as FormRecord['definition']
		};
		const result = await to.store.save(to.scope, record);
		return result.ok ? { ok: true, record } : result;
	}
}
