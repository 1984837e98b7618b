import { createHash } from 'node:crypto';
import type { LinliServer } from './linli-server';

/*
 * A visit form of 30 questions, and later versions of it, published as a manager does it: a record in `org-…`.
 */
const ORG = 'org-330102016001';
const DEVICE = '01JQ0000000000000000000000';

interface Question {
	readonly type: string;
	readonly name: string;
	readonly label: { readonly zh: string };
	readonly [property: string]: unknown;
}

/** Two questions as the shipped form has them, so that a visit comes of it, and 28 more of every kind that is typed. */
export const QUESTIONS: readonly Question[] = [
	{ type: 'select_one', name: 'outcome', list: 'outcomes', label: { zh: '走访结果' }, required: true },
	{ type: 'text', name: 'note', label: { zh: '备注' } },
	...Array.from({ length: 28 }, (_, index): Question => {
		const type = ['text', 'integer', 'decimal', 'date'][index % 4] ?? 'text';
		return { type, name: `q${index + 3}`, label: { zh: `第${index + 3}题` } };
	})
];

const definition = (version: string, survey: readonly unknown[]) => ({
	schema: 'form/1',
	id: 'household-visit',
	version,
	title: { zh: '入户走访', en: 'Household visit' },
	languages: ['zh'],
	survey: [{ type: 'hidden', name: 'method', default: 'home' }, ...survey],
	choices: {
		outcomes: [
			{ name: 'met', label: { zh: '见到本人' } },
			{ name: 'refused', label: { zh: '拒访' } }
		]
	}
});

const sorted = (value: unknown): unknown =>
	Array.isArray(value)
		? value.map(sorted)
		: typeof value === 'object' && value !== null
			? Object.fromEntries(
					Object.entries(value)
						.sort(([one], [other]) => (one < other ? -1 : 1))
						.map(([key, each]) => [key, sorted(each)])
				)
			: value;

/** Publishes a version of the visit form. */
export async function publish(
	server: LinliServer,
	version: string,
	survey: readonly unknown[] = QUESTIONS
): Promise<void> {
	const json = { 'content-type': 'application/json' };
	const body = JSON.stringify({ name: 'manager', password: 'linli-demo' });
	const session = await fetch(`${server.origin}/db/_session`, { method: 'POST', headers: json, body });
	const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
	const form = definition(version, survey);
	const now = new Date().toISOString();
	const record = {
		type: 'form',
		v: 1,
		createdAt: now,
		createdBy: 'manager',
		device: DEVICE,
		stamp: `${Date.now().toString(36).padStart(9, '0')}.0000.${DEVICE}`,
		form: form.id,
		version,
		hash: createHash('sha256')
			.update(JSON.stringify(sorted(form)))
			.digest('hex'),
		definition: form
	};
	const id = `form:01KB${version}${'0'.repeat(22 - version.length)}`;
	const answer = await fetch(`${server.origin}/db/${ORG}/${encodeURIComponent(id)}`, {
		method: 'PUT',
		headers: { ...json, cookie },
		body: JSON.stringify(record)
	});
	if (!answer.ok) throw new Error(`publishing: ${answer.status} ${await answer.text()}`);
}
