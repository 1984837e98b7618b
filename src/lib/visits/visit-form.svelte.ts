import type { FormRecord } from '../org/org';
import type { Store } from '../store/contract';
import { Live } from '../store/live.svelte';

/** The newest published version of the form that visits are recorded with. */
export class VisitForm {
	readonly #published: Live<FormRecord[]>;

	constructor(store: Store, form = 'household-visit') {
		this.#published = new Live(store, async (s) =>
			(await s.find<FormRecord>({ type: 'form', kind: form })).map((stored) => stored.record)
		);
	}

	/** `undefined` while the device is being read, `null` when no version has arrived yet. */
	readonly newest: FormRecord | null | undefined = $derived.by(() => {
		const published = this.#published.value?.filter((form) => !form.voided);
		if (!published) return undefined;
		return published.reduce<FormRecord | null>(
			(best, form) => (best && best.version >= form.version ? best : form),
			null
		);
	});
}
