import type { Field, Step } from './field';

/**
 * The graph of a form. A vertex is a field's value, or one of its steps; an edge says what must be right first.
 * Kahn's algorithm: no recursion, so a chain of thousands of fields does not end the stack.
 */
type Vertex = Field | Step;

export class Order {
	readonly #after = new Map<Vertex, Vertex[]>();
	readonly #waiting = new Map<Vertex, number>();

	add(vertex: Vertex) {
		if (!this.#after.has(vertex)) {
			this.#after.set(vertex, []);
			this.#waiting.set(vertex, 0);
		}
	}

	edge(before: Vertex, after: Vertex) {
		this.add(before);
		this.add(after);
		this.#after.get(before)?.push(after);
		this.#waiting.set(after, (this.#waiting.get(after) ?? 0) + 1);
	}

	/** Every vertex after all it waits for, or the fields of a cycle. */
	sort(): { sorted: Vertex[]; cycle: Field[] } {
		const waiting = new Map(this.#waiting);
		const sorted = [...waiting].filter(([, count]) => count === 0).map(([vertex]) => vertex);
		for (const vertex of sorted) {
			for (const next of this.#after.get(vertex) ?? []) {
				const count = (waiting.get(next) ?? 0) - 1;
				waiting.set(next, count);
				if (count === 0) sorted.push(next);
			}
		}
		const done = new Set(sorted);
		const left = [...waiting.keys()].filter((vertex) => !done.has(vertex));
		return { sorted, cycle: left.length > 0 ? this.#cycle(left) : [] };
	}

	/** Walks backwards among what was left: sooner or later a vertex comes again. */
	#cycle(left: readonly Vertex[]): Field[] {
		const before = new Map<Vertex, Vertex>();
		const among = new Set(left);
		for (const vertex of left) {
			for (const next of this.#after.get(vertex) ?? []) if (among.has(next)) before.set(next, vertex);
		}
		const seen: Vertex[] = [];
		let vertex = left.find((each) => before.has(each));
		while (vertex && !seen.includes(vertex)) {
			seen.push(vertex);
			vertex = before.get(vertex);
		}
		const circle = vertex ? seen.slice(seen.indexOf(vertex)).reverse() : [];
		const fields = circle.map((each) => ('field' in each ? each.field : each));
		return [...new Set(fields)].filter((field) => field.name !== '');
	}
}
