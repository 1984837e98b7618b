import type { FormDefinition, Item } from '../../../src/lib/forms/definition/definition';

/** As a community's longest forms are: numbers, choices, texts and totals, with a relevant on every second question. */
function question(index: number): Item[] {
	const name = `q${index}`;
	const before = index >= 4 ? `q${index - (index % 4)}` : '';
	const relevant = index % 2 === 1 && before ? { relevant: `\${${before}} > 2 or \${${before}} = ''` } : {};
	const label = { zh: `第 ${index} 题`, en: `Question ${index}` };
	const kinds: Item[] = [
		{ type: 'integer', name, label, constraint: '. >= 0 and . <= 300' },
		{ type: 'select_one', name, label, list: 'yn' },
		{ type: 'text', name, label, required: before ? `\${${before}} > 100` : false },
		{ type: 'select_multiple', name, label, list: 'services' }
	];
	const kind = kinds[index % 4];
	return kind ? [{ ...kind, ...relevant }] : [];
}

/** A form of so many questions in groups of ten, each with its own total, and a grand total. */
export function longForm(questions: number): FormDefinition {
	const groups = Array.from({ length: Math.ceil(questions / 10) }, (_, group): Item => {
		const indexes = Array.from(
			{ length: Math.min(10, questions - group * 10) },
			(_each, at) => group * 10 + at
		);
		const numbers = indexes.filter((index) => index % 4 === 0).map((index) => `coalesce(\${q${index}}, 0)`);
		return {
			type: 'group',
			name: `g${group}`,
			label: { zh: `第 ${group + 1} 组`, en: `Group ${group + 1}` },
			children: [
				...indexes.flatMap(question),
				{ type: 'calculate', name: `t${group}`, calculation: [...numbers, '0'].join(' + ') }
			]
		};
	});
	const total = groups.map((_group, index) => `\${t${index}}`).join(' + ');
	const choice = (name: string) => ({ name, label: { zh: name, en: name } });
	return {
		schema: 'form/1',
		id: 'long',
		version: '2026112101',
		title: { zh: '长表', en: 'Long form' },
		languages: ['zh', 'en'],
		survey: [...groups, { type: 'calculate', name: 'total', calculation: total }],
		choices: {
			yn: ['yes', 'no'].map(choice),
			services: ['meal', 'bath', 'clean', 'talk', 'walk'].map(choice)
		}
	};
}
