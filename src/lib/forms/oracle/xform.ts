import type { Choice, FormDefinition, Item } from '../definition/definition';
import { languageFor, textIn } from '../definition/language';

/*
 * Writes a definition as the XForm that pyxform would make of it, for ODK's engine to run beside ours.
 */

interface Place {
	readonly item: Item;
	/** Names from the root down to the item. */
	readonly steps: readonly string[];
	/** How many of the steps lead to the innermost repeat that holds the item; 0 when none does. */
	readonly repeat: number;
}

const BIND_TYPES: Readonly<Record<string, string>> = {
	integer: 'int',
	decimal: 'decimal',
	range: 'int',
	rank: 'odk:rank',
	date: 'date',
	time: 'time',
	datetime: 'dateTime',
	geopoint: 'geopoint',
	barcode: 'barcode'
};
const BODILESS: ReadonlySet<string> = new Set(['calculate', 'hidden', 'meta']);

const escape = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.codePointAt(0)};`);

function places(items: readonly Item[], above: readonly string[] = [], repeat = 0): Place[] {
	return items.flatMap((item) => {
		const steps = [...above, item.name];
		const inner = item.type === 'repeat' ? steps.length : repeat;
		return [{ item, steps, repeat }, ...places(item.children ?? [], steps, inner)];
	});
}

class Writer {
	readonly #places: ReadonlyMap<string, Place>;

	constructor(private readonly definition: FormDefinition) {
		this.#places = new Map(places(definition.survey).map((place) => [place.item.name, place]));
	}

	#path = (steps: readonly string[]) => ['/data', ...steps].join('/');

	/** pyxform: absolute, or relative from the item up to the repeat that both stand in. */
	#reference(name: string, from: Place, current: boolean): string {
		const to = this.#places.get(name);
		if (!to) throw new Error(`no item ${name}`);
		let shared = Math.min(from.repeat, to.repeat);
		while (shared > 0 && from.steps.slice(0, shared).join('/') !== to.steps.slice(0, shared).join('/'))
			shared--;
		if (shared === 0 || !this.#repeatAt(from.steps.slice(0, shared))) return ` ${this.#path(to.steps)} `;
		const up = Array.from({ length: from.steps.length - shared }, () => '..');
		return ` ${[...(current ? ['current()'] : []), ...up, ...to.steps.slice(shared)].join('/')} `;
	}

	#repeatAt = (steps: readonly string[]) => this.#places.get(steps.at(-1) ?? '')?.item.type === 'repeat';

	#expression(source: string | boolean, from: Place, current = false): string {
		if (typeof source === 'boolean') return `${source}()`;
		// pyxform has no pulldata() either: it becomes a row of an instance.
		const text = source.replace(
			/pulldata\('(\w+)', '(\w+)', '(\w+)', ([^)]+)\)/g,
			"instance('$1')/root/item[$3 = $4]/$2"
		);
		return text.replace(/\$\{([^}]+)\}/g, (_whole, name: string, at: number) => {
			const before = text.slice(0, at);
			const inPredicate = before.split('[').length > before.split(']').length;
			return this.#reference(name, from, current || inPredicate);
		});
	}

	/** One template a repeat, not inside another: ODK's engine counts those as instances. */
	#instance(items: readonly Item[], templates = true): string {
		return items
			.map(({ name, type, children = [], default: value = '' }) => {
				if (type !== 'repeat' && type !== 'group') return `<${name}>${escape(String(value))}</${name}>`;
				const plain = `<${name}>${this.#instance(children, templates && type === 'group')}</${name}>`;
				if (type === 'group' || !templates) return plain;
				return `<${name} jr:template="">${this.#instance(children, false)}</${name}>${plain}`;
			})
			.join('');
	}

	#bind(place: Place): string {
		const { item, steps } = place;
		const attributes: [string, string | boolean | undefined][] = [
			['relevant', item.relevant],
			['constraint', item.constraint],
			['required', item.required],
			['readonly', item.read_only],
			['calculate', item.calculation]
		];
		const written = attributes.flatMap(([name, source]) =>
			source === undefined ? [] : [`${name}="${escape(this.#expression(source, place))}"`]
		);
		const type = ['group', 'repeat'].includes(item.type)
			? ''
			: ` type="${BIND_TYPES[item.type] ?? 'string'}"`;
		return `<bind nodeset="${this.#path(steps)}"${type} ${written.join(' ')}/>`;
	}

	#control(item: Item): string {
		const place = this.#places.get(item.name);
		if (!place || BODILESS.has(item.type)) return '';
		const path = this.#path(place.steps);
		const label = `<label>${escape(this.#text(item.label))}</label>`;
		if (item.type === 'group') return `<group ref="${path}">${label}${this.#controls(item.children)}</group>`;
		if (item.type === 'repeat') {
			const count =
				item.repeat_count === undefined
					? ''
					: ` jr:count="${escape(this.#expression(item.repeat_count, place).trim())}" jr:noAddRemove="true()"`;
			return `<group ref="${path}">${label}<repeat nodeset="${path}"${count}>${this.#controls(item.children)}</repeat></group>`;
		}
		if (item.list !== undefined) {
			const filter = item.choice_filter ? `[${this.#expression(item.choice_filter, place, true)}]` : '';
			const tag = { select_one: 'select1', rank: 'odk:rank' }[String(item.type)] ?? 'select';
			const { randomize, seed } = item.parameters ?? {};
			const list = `instance('${item.list}')/root/item${filter}`;
			const rows = escape(randomize ? `randomize(${list}, ${seed})` : list);
			return `<${tag} ref="${path}">${label}<itemset nodeset="${rows}"><value ref="name"/><label ref="label"/></itemset></${tag}>`;
		}
		if (item.type === 'range') {
			const { start, end, step } = item.parameters ?? {};
			return `<range ref="${path}" start="${start}" end="${end}" step="${step}">${label}</range>`;
		}
		return `<input ref="${path}">${label}</input>`;
	}

	#controls = (items: readonly Item[] = []): string => items.map((item) => this.#control(item)).join('');

	#text = (text: Item['label']) => textIn(text, languageFor(this.definition, undefined), '');

	#list(name: string, choices: readonly Choice[]): string {
		const rows = choices.map((choice) => {
			const cells = Object.entries(choice).map(([key, value]) => {
				const text = key === 'label' ? this.#text(choice.label) : String(value);
				return `<${key}>${escape(text)}</${key}>`;
			});
			return `<item>${cells.join('')}</item>`;
		});
		return `<instance id="${name}"><root>${rows.join('')}</root></instance>`;
	}

	write(): string {
		const { id, version, survey, choices = {} } = this.definition;
		const lists = Object.entries(choices).map(([name, list]) => this.#list(name, list));
		const binds = [...this.#places.values()].map((place) => this.#bind(place));
		return `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head><h:title>oracle</h:title><model>
<instance><data id="${id}" version="${version}">${this.#instance(survey)}<meta><instanceID/></meta></data></instance>
${lists.join('\n')}
${binds.join('\n')}
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head>
<h:body>${this.#controls(survey)}</h:body>
</h:html>`;
	}
}

export const toXForm = (definition: FormDefinition): string => new Writer(definition).write();
