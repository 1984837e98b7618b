import { expect, test } from 'vitest';
import { word } from './word';

test('a known word is translated, one from a newer app is shown as it stands', () => {
	const words = { met: () => '见到本人' };
	expect(word(words, 'met')).toBe('见到本人');
	expect(word(words, 'metByDrone')).toBe('metByDrone');
	expect(word(words, 'toString')).toBe('toString');
});
