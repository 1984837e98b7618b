import type { FormRecord } from '../org/org';
import type { Scope } from '../org/scopes';
import type { Store, Stored } from '../store/contract';
import { Live } from '../store/live.svelte';
import type { FormDefinition } from './definition/definition';
import { compareVersions, newest, type Published } from './definition/hash';
import { languageFor, textIn } from './definition/language';

/** The forms that a community has published, every version of them. */
export class PublishedForms {
	readonly #all: Live<Stored<FormRecord>[]>;

	constructor(store: Store) {
		this.#all = new Live(store, (s) => s.find<FormRecord>({ type: 'form' }));
	}

	/** By form, then newest version first. `undefined` while the device is being read. */
	readonly all: readonly Stored<FormRecord>[] | undefined = $derived.by(() =>
		this.#all.value?.toSorted(
			({ record: one }, { record: other }) =>
				one.form.localeCompare(other.form) || compareVersions(other.version, one.version)
		)
	);

	readonly #records = $derived(this.all?.map(({ record }) => record));

	/** The version that new records use; `null` when none has arrived, `undefined` while the device is being read. */
	newest(form: string): FormRecord | null | undefined {
		return this.#records && (newest(this.#records, form) ?? null);
	}

	/** The very version that a draft or a record names. */
	version({ form, version, hash }: Published): FormRecord | undefined {
		const same = this.#records?.filter((each) => each.form === form && each.version === version);
		return same?.find((each) => each.hash === hash) ?? same?.[0];
	}

	/** What a form is called; nothing when no version of it is here. */
	title(form: string, locale: string): string | undefined {
		const record = this.newest(form);
		if (!record) return undefined;
		const definition = record.definition as unknown as FormDefinition;
		const { default_language: fallback, languages, title } = definition;
		return textIn(title, languageFor(definition, locale), fallback ?? languages[0] ?? '') || form;
	}

	/** Where the community's forms lie. */
	scopeOf(record: FormRecord): Scope | undefined {
		return this.all?.find((stored) => stored.record._id === record._id)?.scope;
	}

	/** Why reading failed, if it did. */
	get failed(): unknown {
		return this.#all.failed;
	}
}
