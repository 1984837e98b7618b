import { describe, expect, test } from 'vitest';
import household from '../../visits/forms/household-visit.form.json';
import type { FormDefinition } from './definition';
import { canonicalJson, compareVersions, definitionHash, immutability, newest } from './hash';

const definition = household as unknown as FormDefinition;

test('the hash does not depend on the order of keys', async () => {
	const turned = Object.fromEntries(Object.entries(definition).reverse()) as unknown as FormDefinition;
	expect(await definitionHash(turned)).toBe(await definitionHash(definition));
	expect(await definitionHash(definition)).toMatch(/^[0-9a-f]{64}$/);
});

test('the hash changes with any content', async () => {
	const other = { ...definition, title: { zh: '入户走访。' } };
	expect(await definitionHash(other)).not.toBe(await definitionHash(definition));
});

test('canonical JSON', () => {
	expect(canonicalJson({ b: [1, null, { d: 'x', c: true }], a: undefined })).toBe(
		'{"b":[1,null,{"c":true,"d":"x"}]}'
	);
});

describe('versions', () => {
	const published = [
		{ form: 'visit', version: '2026112101', hash: 'a' },
		{ form: 'visit', version: '2026112102', hash: 'b' },
		{ form: 'care', version: '2027010101', hash: 'c' }
	];

	test('a published version cannot get other content', () => {
		const taken = immutability({ form: 'visit', version: '2026112101', hash: 'x' }, published);
		expect(taken).toMatchObject({ path: '/version', code: 'version_taken' });
		expect(immutability({ form: 'visit', version: '2026112101', hash: 'a' }, published)).toBeNull();
		expect(immutability({ form: 'visit', version: '2026112103', hash: 'x' }, published)).toBeNull();
	});

	test('new records use the newest version of their form', () => {
		expect(newest(published, 'visit')?.version).toBe('2026112102');
		expect(newest(published, 'none')).toBeUndefined();
		expect(compareVersions('9', '10')).toBeLessThan(0);
	});
});
