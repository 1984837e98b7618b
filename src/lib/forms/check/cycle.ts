import type { Field, Step } from '../definition/field';

type Vertex = Field | Step;

/** The fields of a circle among what waits for one another, in the order in which each needs the next. */
export function circleOf(fields: readonly Field[]): readonly Field[] {
	const all = fields.flatMap<Vertex>((field) => [field, ...field.steps]);
	const left = new Set(all.filter((vertex) => vertex.waiting > 0));
	const before = new Map<Vertex, Vertex>();
	for (const vertex of left) for (const next of vertex.after) if (left.has(next)) before.set(next, vertex);
	// Walks backwards: sooner or later a vertex comes again.
	const seen: Vertex[] = [];
	let vertex = [...before.keys()][0];
	while (vertex && !seen.includes(vertex)) {
		seen.push(vertex);
		vertex = before.get(vertex);
	}
	const circle = vertex ? seen.slice(seen.indexOf(vertex)).reverse() : [];
	const named = circle
		.map((each) => ('slot' in each ? each.field : each))
		.filter((field) => field.name !== '');
	return [...new Set(named)];
}
