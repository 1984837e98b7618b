import type { Scope } from '../org/scopes';
import type { Author } from '../session/author';
import { Saving } from '../session/saving.svelte';
import type { Store } from '../store/contract';
import { issueActionType, type IssueAction } from './issue-action';

/** Writes what is done about an issue, one step at a time: each is a record of its own and stays (N4). */
export class IssueRecorder {
	readonly #store: Store;
	readonly #author: Author;
	readonly saving = new Saving();

	constructor(store: Store, author: Author) {
		this.#store = store;
		this.#author = author;
	}

	/** True once the device has committed the step (N1). */
	act(area: Scope, issue: string, action: IssueAction['action'], note: string): Promise<boolean> {
		return this.saving.run(async () => {
			const signed = await this.#author.sign(issueActionType);
			const step: IssueAction = { ...signed, issue, action, at: signed.createdAt, ...(note && { note }) };
			return this.#store.save(area, step);
		});
	}
}
