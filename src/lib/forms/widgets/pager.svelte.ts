import type { FormNode, LiveForm } from '../contract';
import { holds, pagesOf, type FormPage } from './pages';

/** Where somebody is in a form: on one of its pages, or looking it over before saving. */
export class FormPager {
	readonly #form: () => LiveForm | undefined;
	/** Id of the page's first part: pages come and go with the answers, an index would slip. */
	#page = $state('');
	#review = $state(false);
	#target = $state.raw<{ readonly node: FormNode }>();

	constructor(form: () => LiveForm | undefined) {
		this.#form = form;
	}

	readonly pages: readonly FormPage[] = $derived.by(() => {
		const form = this.#form();
		return form ? pagesOf(form) : [];
	});
	readonly index: number = $derived(
		Math.max(
			this.pages.findIndex((page) => page.id === this.#page),
			0
		)
	);
	readonly page: FormPage | undefined = $derived(this.pages[this.index]);
	/** Looked over before saving: only a form of several pages hides answers from the eye. */
	get reviewing(): boolean {
		return this.#review && this.pages.length > 1;
	}
	/** The page that "next" leads to; nothing when it leads to the review. */
	readonly following: FormPage | undefined = $derived(this.pages[this.index + 1]);
	/** True when saving comes next. */
	get ends(): boolean {
		return this.pages.length <= 1 || this.reviewing;
	}
	/** What the view is to bring into sight and give the focus; a new object each time. */
	get target(): { readonly node: FormNode } | undefined {
		return this.#target;
	}

	next(): void {
		const page = this.following;
		if (page) this.#page = page.id;
		else this.#review = true;
		this.#target = undefined;
	}

	back(): void {
		const before = this.pages[this.index - 1];
		if (this.#review) this.#review = false;
		else if (before) this.#page = before.id;
		this.#target = undefined;
	}

	get canGoBack(): boolean {
		return this.reviewing || this.index > 0;
	}

	/** Shows the page of a question and leads to it. */
	goTo(node: FormNode): void {
		const page = this.pages.find(({ nodes, title }) =>
			[...nodes, ...(title ? [title] : [])].some((each) => holds(each, node))
		);
		if (!page) return;
		this.#page = page.id;
		this.#review = false;
		this.#target = { node };
	}

	/** From the first page again: another form, or one begun anew. */
	restart(at?: FormNode): void {
		this.#page = '';
		this.#review = false;
		this.#target = undefined;
		if (at) this.goTo(at);
	}
}
