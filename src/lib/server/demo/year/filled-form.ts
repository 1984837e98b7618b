import { loadForm } from '../../../forms/load';
import type { Answers } from '../../../forms/contract';
import { shippedForms, type ShippedForm } from '../../provision/forms';

/**
 * A shipped form as the app fills it: the demo answers questions, and the form's own engine says what is stored. The
 * same answers give the same record, so each kind of filling is worked out once.
 */
export class DemoForm {
	readonly #shipped: ShippedForm;
	readonly #known = new Map<string, Answers>();

	constructor(form: string) {
		const shipped = shippedForms().find((each) => each.form === form);
		if (!shipped) throw new Error(`there is no form ${form}`);
		this.#shipped = shipped;
	}

	/** What a record keeps of the form. */
	get version(): { id: string; version: string; hash: string } {
		const { form, version, hash } = this.#shipped;
		return { id: form, version, hash };
	}

	/** @throws {Error} when the form would not let a worker save these answers */
	filled(answers: Answers): Answers {
		const key = JSON.stringify(answers);
		const known = this.#known.get(key);
		if (known) return known;
		const loaded = loadForm(this.#shipped.definition);
		if (!loaded.ok) throw new Error(`${this.#shipped.form} does not load`);
		const form = loaded.form.begin({
			state: (object) => object,
			now: () => 0,
			zone: 'Asia/Shanghai',
			seed: 1
		});
		for (const [name, answer] of Object.entries(answers)) {
			const node = form.node(name);
			if (!node) throw new Error(`${this.#shipped.form} has no question ${name}`);
			form.set(node, answer as string);
		}
		const { errors } = form.validate();
		if (errors[0])
			throw new Error(`${this.#shipped.form}: ${errors[0].node.path}: ${errors[0].trouble.code}`);
		const filled = form.answers();
		this.#known.set(key, filled);
		return filled;
	}
}
