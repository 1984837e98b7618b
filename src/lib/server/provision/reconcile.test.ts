import { expect, test } from 'vitest';
import { aHome } from '../../../../tests/fixtures/neighbourhood';
import { nextStamp } from '../../stamp';
import { reconcile } from './reconcile';

const NOW = Date.parse('2026-11-21T04:00:00.000Z');
const imported = aHome({ stamp: nextStamp(NOW - 1000, '', 'import') }).household;
const asTenant = { ...imported, tenure: 'tenant' as const };
const field = nextStamp(NOW - 500, '', '01JQ0000000000000000000000');

test('what nobody changed since the import follows the roster', () => {
	expect(reconcile(asTenant, imported, NOW)).toMatchObject({
		do: 'write',
		doc: { tenure: 'tenant', updatedBy: 'linli' }
	});
	expect(reconcile(imported, imported, NOW)).toEqual({ do: 'nothing' });
});

test('what a device changed is kept, also after a merge whose newest stamp is the import’s', () => {
	const edited = { ...imported, stamp: field };
	const merged = { ...imported, stamps: { tenure: field }, tenure: 'floating' as const };
	for (const stored of [edited, merged]) expect(reconcile(asTenant, stored, NOW)).toEqual({ do: 'keep' });
});
