import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_TIME, packId, packTime, unpackId, unpackTime } from './packing';

const ulid = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);
const type = fc.stringMatching(/^[a-z][a-zA-Z]{0,15}$/);
const id = fc.tuple(type, ulid).map(([t, u]) => `${t}:${u}`);
const anything = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0001'));

test('an id comes back as it was, shorter in between, and without surrogates', () => {
	fc.assert(
		fc.property(id, (one) => {
			const packed = packId(one);
			expect(unpackId(packed)).toBe(one);
			expect(packed.length).toBe(one.length - 17);
			expect(packed.isWellFormed()).toBe(true);
		})
	);
});

test('what is no id of a record stays as it is', () => {
	fc.assert(
		fc.property(anything, (text) => {
			expect(unpackId(packId(text))).toBe(text);
		})
	);
	for (const text of ['', 'building-3', 'visit:short', 'visit:01jq0000000000000000000000', '330102016001'])
		expect(packId(text)).toBe(text);
});

test('different ids never pack alike', () => {
	fc.assert(
		fc.property(id, id, (a, b) => {
			expect(packId(a) === packId(b)).toBe(a === b);
		})
	);
});

test('times keep their order; what is no time comes before all', () => {
	const moment = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31') });
	fc.assert(
		fc.property(moment, moment, (a, b) => {
			const [x, y] = [a.toISOString(), b.toISOString()];
			expect(Math.sign(packTime(x) - packTime(y))).toBe(x < y ? -1 : x > y ? 1 : 0);
			expect(unpackTime(packTime(x))).toBe(x);
			expect(packTime(x)).toBeGreaterThan(NO_TIME);
		})
	);
	expect([packTime(''), packTime('soon'), unpackTime(NO_TIME)]).toEqual([NO_TIME, NO_TIME, undefined]);
});
