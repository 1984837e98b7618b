import type { Choice, FormDefinition, Item } from '../definition/definition';
import { definitionOf } from '../scenario';

/** Draws from a seeded source, so that every form and edit can be made again. */
export class Draw {
	constructor(private readonly random: () => number) {}

	below = (bound: number): number => Math.floor(this.random() * bound);
	chance = (probability: number): boolean => this.random() < probability;
	one = <T>(list: readonly T[]): T => list[this.below(list.length)] as T;
	shuffled<T>(list: readonly T[]): T[] {
		const copy = [...list];
		for (let last = copy.length - 1; last > 0; last--) {
			const other = this.below(last + 1);
			[copy[last], copy[other]] = [copy[other] as T, copy[last] as T];
		}
		return copy;
	}
}

type Sort =
	'number' | 'text' | 'choice' | 'choices' | 'date' | 'clock' | 'moment' | 'place' | 'order' | 'repeat';
interface Known {
	readonly name: string;
	readonly sort: Sort;
	/** Names of the repeats that hold it, outermost first. */
	readonly repeats: readonly string[];
}

const LETTERS = ['a', 'b', 'c', 'd'];
const CHOICES: Readonly<Record<string, readonly Choice[]>> = {
	letters: LETTERS.map((name, index) => ({ name, label: name.toUpperCase(), worth: String(index) })),
	pairs: LETTERS.flatMap((first) =>
		['1', '2'].map((second) => ({ name: first + second, label: first + second, letter: first }))
	)
};
const TEXTS = ['', 'a', 'abc', ' b  c ', '12', '3.5', '你好', 'x-y', '0'];

/** Makes a random form; later items refer to earlier ones only, so that no cycle comes about. */
class FormMaker {
	readonly #known: Known[] = [];
	#count = 0;

	constructor(private readonly draw: Draw) {}

	form(): FormDefinition {
		const survey = this.#items(6 + this.draw.below(10), [], 0);
		return definitionOf(survey, { choices: CHOICES });
	}

	#items(count: number, repeats: readonly string[], depth: number): Item[] {
		const items = Array.from({ length: count }, () => this.#item(repeats, depth));
		// The order on the page is not the order of the references.
		return this.draw.shuffled(items);
	}

	#item(repeats: readonly string[], depth: number): Item {
		const name = `q${this.#count++}`;
		if (depth < 2 && this.draw.chance(0.12)) return this.#group(name, repeats, depth);
		if (depth < 2 && repeats.length < 2 && this.draw.chance(0.1)) return this.#repeat(name, repeats, depth);
		const sort = this.draw.one<Sort | 'calculation'>([
			'number',
			'number',
			'text',
			'choice',
			'choices',
			'date',
			this.draw.one(['clock', 'moment', 'place', 'order']),
			'calculation',
			'calculation'
		]);
		const item =
			sort === 'calculation' ? this.#calculation(name, repeats) : this.#question(name, sort, repeats);
		this.#known.push({ name, sort: sort === 'calculation' ? 'text' : sort, repeats });
		return item;
	}

	#group(name: string, repeats: readonly string[], depth: number): Item {
		const relevant = this.draw.chance(0.7) ? { relevant: this.#truth(repeats, 2) } : {};
		const children = this.#items(2 + this.draw.below(3), repeats, depth + 1);
		return { type: 'group', name, label: name, ...relevant, children };
	}

	#repeat(name: string, repeats: readonly string[], depth: number): Item {
		const relevant = this.draw.chance(0.3) ? { relevant: this.#truth(repeats, 2) } : {};
		const count = this.#pick('number', repeats);
		const counted =
			count !== undefined && this.draw.chance(0.3)
				? { repeat_count: `if(${count} > 0, int(${count}) mod 7, 0)` }
				: {};
		const inside = [...repeats, name];
		const children = this.#items(2 + this.draw.below(3), inside, depth + 1);
		this.#known.push({ name, sort: 'repeat', repeats });
		return { type: 'repeat', name, label: name, ...relevant, ...counted, children };
	}

	#calculation(name: string, repeats: readonly string[]): Item {
		const asked = this.#pick('number', repeats);
		// once() of a question, always relevant: ODK evaluates it before the calculations that it reads, and forgets
		// what it kept when its own relevance changes in the same edit.
		if (asked !== undefined && this.draw.chance(0.1)) {
			return { type: 'calculate', name, calculation: `once(${asked})` };
		}
		const calculation = this.draw.one([this.#number, this.#text, this.#truth])(repeats, 3);
		return { type: 'calculate', name, calculation, ...this.#relevance(repeats) };
	}

	#relevance = (repeats: readonly string[]) =>
		this.draw.chance(0.35) ? { relevant: this.#truth(repeats, 3) } : {};

	#question(name: string, sort: Sort, repeats: readonly string[]): Item {
		const rules = {
			label: name,
			...this.#relevance(repeats),
			...(this.draw.chance(0.2) ? { required: this.#truth(repeats, 2) } : {}),
			...(this.draw.chance(0.1) ? { read_only: this.#truth(repeats, 1) } : {})
		};
		switch (sort) {
			case 'number':
				if (this.draw.chance(0.2))
					return { type: 'range', name, ...rules, parameters: { start: 0, end: 20, step: 1 } };
				return {
					type: this.draw.one(['integer', 'decimal']),
					name,
					...rules,
					...(this.draw.chance(0.4)
						? { constraint: `. < ${this.#number(repeats, 1)} or ${this.#truth(repeats, 1)}` }
						: {}),
					...(repeats.length < 2 && this.draw.chance(0.2) ? { default: this.draw.below(20) } : {})
				};
			case 'clock':
				return { type: 'time', name, ...rules };
			case 'moment':
				return { type: 'datetime', name, ...rules };
			case 'place':
				return { type: 'geopoint', name, ...rules };
			case 'order':
				return { type: 'rank', name, list: 'letters', ...rules };
			case 'text':
				return {
					type: 'text',
					name,
					...rules,
					...(this.draw.chance(0.3) ? { constraint: `string-length(.) > ${this.#number(repeats, 1)}` } : {})
				};
			case 'date':
				return {
					type: 'date',
					name,
					...rules,
					...(this.draw.chance(0.4) ? { constraint: ". <= '2026-06-15'" } : {})
				};
			case 'choices':
				return { type: 'select_multiple', name, list: 'letters', ...rules };
			default:
				return { type: 'select_one', name, ...rules, ...this.#list(repeats) };
		}
	}

	#shuffled = () =>
		this.draw.chance(0.3) ? { parameters: { randomize: true, seed: 1 + this.draw.below(90) } } : {};

	#list(repeats: readonly string[]) {
		const letter = this.#pick('choice', repeats);
		if (letter === undefined || this.draw.chance(0.6)) return { list: 'letters', ...this.#shuffled() };
		return { list: 'pairs', choice_filter: this.draw.one([`letter = ${letter}`, `letter != ${letter}`]) };
	}

	/** A field that stands for one value where the expression stands. */
	#pick(sort: Sort, repeats: readonly string[]): string | undefined {
		const fitting = this.#known.filter(
			(known) => known.sort === sort && known.repeats.every((each, index) => repeats[index] === each)
		);
		return fitting.length > 0 ? `\${${this.draw.one(fitting).name}}` : undefined;
	}

	/** A field that stands for several values. */
	#many(sort: Sort, repeats: readonly string[]): string | undefined {
		const fitting = this.#known.filter(
			(known) => known.sort === sort && known.repeats.some((each, index) => repeats[index] !== each)
		);
		return fitting.length > 0 ? `\${${this.draw.one(fitting).name}}` : undefined;
	}

	#number = (repeats: readonly string[], depth: number): string => {
		const literal = () => String(this.draw.chance(0.7) ? this.draw.below(12) : this.draw.below(120) / 8);
		if (depth <= 0) return this.#pick('number', repeats) ?? literal();
		const number = () => this.#number(repeats, depth - 1);
		const several = this.#many('number', repeats);
		const repeat = this.#pick('repeat', repeats);
		const choices = this.#pick('choices', repeats);
		return this.draw.one<() => string>([
			literal,
			() => this.#pick('number', repeats) ?? literal(),
			() => `(${number()} ${this.draw.one(['+', '-', '*', 'mod'])} ${number()})`,
			// Never by zero: we store nothing where ODK stores "Infinity".
			() => `(${number()} div ${1 + this.draw.below(9)})`,
			() => `if(${this.#truth(repeats, depth - 1)}, ${number()}, ${number()})`,
			() => `round(${number()}, ${this.draw.below(3)})`,
			() => `int(${number()})`,
			() => `abs(-${number()})`,
			() => `${this.draw.one(['min', 'max'])}(${number()}, ${number()})`,
			() => `string-length(${this.#text(repeats, depth - 1)})`,
			() => `number(${this.#text(repeats, depth - 1)})`,
			() => (choices ? `count-selected(${choices})` : number()),
			() =>
				several
					? `${this.draw.one(['sum', 'count', 'max', 'min', 'count-non-empty'])}(${several})`
					: number(),
			() => (repeat ? `count(${repeat})` : number()),
			() => (repeats.length > 0 ? 'position(..)' : number()),
			() => this.#listNumber(repeats, number),
			() => this.#entryNumber(repeats, number),
			() => this.#dateNumber(repeats, number),
			() => this.#placeNumber(repeats, number),
			() => `${this.draw.one(['floor', 'ceiling', 'sqrt', 'sin'])}(${number()})`,
			() => `pow(${number()}, ${this.draw.below(3)})`
		])();
	};

	/** Reads the rows of a list. */
	#listNumber(repeats: readonly string[], number: () => string): string {
		const choice = this.#pick('choice', repeats);
		const rows = "instance('letters')/root/item";
		return this.draw.one([
			`sum(${rows}/worth)`,
			`count(${rows}[worth > ${number()}])`,
			`number(${rows}[${1 + this.draw.below(4)}]/worth)`,
			choice === undefined ? number() : `number(${rows}[name = ${choice}]/worth)`
		]);
	}

	/** Reads chosen entries of a repeat from outside it. */
	#entryNumber(repeats: readonly string[], number: () => string): string {
		if (repeats.length > 0) return number();
		const inside = this.#known.filter((known) => known.sort === 'number' && known.repeats.length === 1);
		if (inside.length === 0) return number();
		const { name, repeats: [repeat = ''] = [] } = this.draw.one(inside);
		if (!this.#known.some((known) => known.name === repeat && known.repeats.length === 0)) return number();
		return this.draw.one([
			`number(indexed-repeat(\${${name}}, \${${repeat}}, ${1 + this.draw.below(3)}))`,
			`sum(\${${name}}[. > ${this.draw.below(9)}])`,
			`number(\${${name}}[position() = ${1 + this.draw.below(2)}])`
		]);
	}

	#dateNumber(repeats: readonly string[], number: () => string): string {
		const date = this.#pick('date', repeats);
		if (date === undefined) return number();
		return this.draw.one([
			`(date(${date}) - date('2026-01-31'))`,
			`decimal-date-time(${date})`,
			`int((today() - date(${date})) div 365.25)`,
			`number(format-date(${date}, '%d'))`,
			`decimal-time('${10 + this.draw.below(10)}:30')`
		]);
	}

	#placeNumber(repeats: readonly string[], number: () => string): string {
		const corner = () => `${this.draw.below(60)}.${this.draw.below(9)} ${this.draw.below(120)}.5 0 0`;
		const place = this.#pick('place', repeats);
		const clock = this.#pick('clock', repeats);
		const literal = `${corner()}; ${corner()}; ${corner()}`;
		return this.draw.one([
			`distance('${literal}')`,
			`area('${literal}')`,
			// Never of a place that is not answered: ODK's engine throws there.
			place === undefined ? number() : `if(${place} != '', distance(concat(${place}, '; ${corner()}')), 0)`,
			clock === undefined ? number() : `decimal-time(${clock})`
		]);
	}

	#text = (repeats: readonly string[], depth: number): string => {
		const literal = () => `'${this.draw.one(TEXTS).trim()}'`;
		if (depth <= 0) return this.#pick('text', repeats) ?? literal();
		const text = () => this.#text(repeats, depth - 1);
		const several = this.#many('text', repeats);
		const choices = this.#pick('choices', repeats);
		const date = this.#pick('date', repeats);
		return this.draw.one<() => string>([
			literal,
			() => this.#pick('text', repeats) ?? literal(),
			() => this.#pick('choice', repeats) ?? literal(),
			() => `concat(${text()}, ${text()})`,
			() => `if(${this.#truth(repeats, depth - 1)}, ${text()}, ${text()})`,
			() => `coalesce(${text()}, ${text()})`,
			() => `substr(${text()}, ${this.draw.below(2)}, ${this.draw.below(4)})`,
			() => `normalize-space(${text()})`,
			() => `translate(${text()}, 'abc', 'AB')`,
			() => `substring-before(${text()}, 'b')`,
			() => this.#dateText(repeats, text),
			() => this.#choiceText(repeats, text),
			() => `string(${this.#truth(repeats, depth - 1)})`,
			() => (choices ? `selected-at(${choices}, ${this.draw.below(2)})` : text()),
			() => (date ? `format-date(${date}, '%Y/%m %e')` : text()),
			() => (several ? `join('-', ${several})` : text()),
			// Not of a field itself: ODK writes the decimal 18 as `18.0`.
			() => `string(0 + ${this.#number(repeats, depth - 1)})`
		])();
	};

	#dateText(repeats: readonly string[], text: () => string): string {
		const date = this.#pick('date', repeats);
		if (date === undefined) return text();
		return this.draw.one([
			`format-date(${date}, '%Y/%m/%d %b')`,
			`format-date(date(date(${date}) + ${this.draw.below(60)}), '%Y-%m-%d')`,
			`string(date(${date}))`
		]);
	}

	#choiceText(repeats: readonly string[], text: () => string): string {
		const choice = this.#pick('choice', repeats);
		if (choice === undefined) return text();
		return this.draw.one([
			`jr:choice-name(${choice}, '${choice}')`,
			`pulldata('letters', 'worth', 'name', ${choice})`,
			`instance('letters')/root/item[name = ${choice}]/label`
		]);
	}

	#truth = (repeats: readonly string[], depth: number): string => {
		const number = () => this.#number(repeats, depth - 1);
		const text = () => this.#text(repeats, depth - 1);
		const compare = () => `${number()} ${this.draw.one(['<', '<=', '>', '>=', '=', '!='])} ${number()}`;
		if (depth <= 0) return compare();
		const truth = () => this.#truth(repeats, depth - 1);
		const choice = this.#pick('choice', repeats);
		const choices = this.#pick('choices', repeats);
		const date = this.#pick('date', repeats);
		const any = this.#pick('number', repeats);
		return this.draw.one<() => string>([
			compare,
			compare,
			() => `${text()} ${this.draw.one(['=', '!='])} ${text()}`,
			() => `(${truth()} ${this.draw.one(['and', 'or'])} ${truth()})`,
			() => `not(${truth()})`,
			() => `regex(${text()}, '^[a-c]+$')`,
			() => (choice ? `${choice} = '${this.draw.one(LETTERS)}'` : truth()),
			() => (choices ? `selected(${choices}, '${this.draw.one(LETTERS)}')` : truth()),
			() =>
				date ? `${date} ${this.draw.one(['<', '>', '='])} '2026-0${1 + this.draw.below(9)}-15'` : truth(),
			() => (any ? `${any} ${this.draw.one(['=', '!='])} ''` : truth()),
			() => `checklist(1, ${1 + this.draw.below(2)}, ${truth()}, ${truth()})`,
			() => `weighted-checklist(2, 5, ${truth()}, 2, ${truth()}, ${number()})`,
			() => `boolean-from-string(${text()})`,
			() => `boolean(${this.draw.one([number, text])()})`,
			() => `contains(${text()}, 'b')`,
			() => `starts-with(${text()}, 'a')`
		])();
	};
}

export const randomForm = (draw: Draw): FormDefinition => new FormMaker(draw).form();

/** An answer that a person could give to a question. */
export function randomAnswer(draw: Draw, item: Item): string {
	if (draw.chance(0.12)) return '';
	switch (item.type) {
		case 'integer':
			return String(draw.below(40) - 5);
		case 'decimal':
			return String((draw.below(400) - 40) / 8);
		case 'date':
			return `2026-0${1 + draw.below(9)}-${10 + draw.below(18)}`;
		case 'range':
			return String(draw.below(21));
		case 'time':
			return `${10 + draw.below(13)}:${10 + draw.below(49)}:00.000+00:00`;
		case 'datetime':
			return `2026-0${1 + draw.below(9)}-${10 + draw.below(18)}T${10 + draw.below(13)}:${10 + draw.below(49)}:00.000+00:00`;
		case 'geopoint':
			return `${draw.below(60)}.25 ${draw.below(120)}.5 ${draw.below(9)} ${1 + draw.below(30)}`;
		case 'rank':
			return draw.shuffled(LETTERS).join(' ');
		case 'select_multiple':
			return LETTERS.filter(() => draw.chance(0.4)).join(' ');
		case 'select_one':
			return draw.one(CHOICES[item.list ?? ''] ?? []).name;
		default:
			return draw.one(TEXTS);
	}
}
