import { matchesSelector } from 'pouchdb-selector-core';
import { CouchError } from './errors';
import { isObject, type Json, type JsonObject } from './json';

const LISTS = ['$and', '$or', '$nor'];
const COMPARISONS = [
	...['$eq', '$ne', '$lt', '$lte', '$gt', '$gte', '$exists', '$type', '$in', '$nin', '$size', '$mod', '$all'],
	...['$elemMatch', '$allMatch', '$keyMapMatch', '$beginsWith', '$not']
];

const refuse = (reason: string) => new CouchError(400, 'invalid_selector', reason);

/**
 * A selector as a predicate. Checked first, because the library that matches throws on what it does not know.
 * @throws CouchError 400; `$regex` is refused: a stranger's pattern could keep this process busy for ever
 */
export function compileSelector(selector: JsonObject): (doc: JsonObject) => boolean {
	check(selector);
	if (!Object.keys(selector).length) return () => true;
	return (doc) => {
		try {
			return matchesSelector(doc, selector);
		} catch {
			// an operator whose operand does not suit this document's value: no match
			return false;
		}
	};
}

function check(value: Json): void {
	if (Array.isArray(value)) return value.forEach(check);
	if (!isObject(value)) return;
	for (const [key, inner] of Object.entries(value)) {
		if (key === '$regex')
			throw new CouchError(400, 'invalid_operator', 'The embedded server refuses $regex.');
		if (key === '$keyMapMatch' || key === '$beginsWith') {
			throw new CouchError(
				501,
				'not_implemented',
				`${key} is not part of the embedded server. Apache CouchDB has it.`
			);
		}
		if (key.startsWith('$') && !LISTS.includes(key) && !COMPARISONS.includes(key)) {
			throw new CouchError(400, 'invalid_operator', `Invalid operator: ${key}`);
		}
		if (LISTS.includes(key) && !(Array.isArray(inner) && inner.every(isObject))) {
			throw refuse(`${key} must be a list of selectors`);
		}
		if (['$elemMatch', '$allMatch', '$not'].includes(key) && !isObject(inner)) {
			throw refuse(`${key} must be a selector`);
		}
		if (['$in', '$nin', '$all', '$mod'].includes(key) && !Array.isArray(inner)) {
			throw refuse(`${key} must be a list`);
		}
		check(inner);
	}
}
