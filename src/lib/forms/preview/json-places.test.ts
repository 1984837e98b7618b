import { expect, test } from 'vitest';
import { placeOf } from './json-places';

const TEXT = `{
  "id": "a\\"b", "survey": [
    { "name": "one", "children": [ {"relevant": "\${x} > 1" , "n": -1.5e3} ] },
    { "name": "two" }
  ]
}`;

test.each([
	['/id', '"a\\"b"', 2],
	['/survey/0/children/0/relevant', '"${x} > 1"', 3],
	['/survey/0/children/0/n', '-1.5e3', 3],
	['/survey/1', '{ "name": "two" }', 4],
	// What is missing shows where it should stand.
	['/survey/1/label', '{ "name": "two" }', 4],
	['/survey/9', TEXT.slice(TEXT.indexOf('['), TEXT.lastIndexOf(']') + 1), 2]
])('%s', (path, value, line) => {
	const place = placeOf(TEXT, path);
	expect(TEXT.slice(place.from, place.to)).toBe(value);
	expect(place.line).toBe(line);
});

test('the whole text, and a text nested deeper than the stack', () => {
	expect(placeOf(TEXT, '')).toMatchObject({ from: 0, to: TEXT.length, line: 1 });
	const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},"b":1}`;
	expect(deep.slice(placeOf(deep, '/b').from, placeOf(deep, '/b').to)).toBe('1');
});
