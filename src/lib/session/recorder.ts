import type { Store } from '../store/contract';
import type { Author } from './author';
import { ProfileEditor } from './profile-editor';
import { Saving } from './saving.svelte';

/** Writes records as their author, one saving at a time; each domain's own says what it writes. */
export class Recorder {
	protected readonly store: Store;
	protected readonly author: Author;
	protected readonly editor: ProfileEditor;
	readonly saving = new Saving();

	constructor(store: Store, author: Author) {
		this.store = store;
		this.author = author;
		this.editor = new ProfileEditor(store, author);
	}
}
