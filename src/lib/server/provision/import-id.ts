import { createHash } from 'node:crypto';

/** Author and device of everything that an import writes. */
export const IMPORTER = { createdBy: 'linli', device: 'import' } as const;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of an imported record: `<type>:<ULID>` whose time part is the community's beginning and whose random part is
 * drawn from what names the thing in the world (a door, a person behind it). The same roster line therefore always
 * becomes the same document, so an import that was cut simply runs again.
 */
export function importId(type: string, createdAt: string, ...naturalKey: readonly string[]): string {
	const digest = createHash('sha256')
		.update(JSON.stringify([type, ...naturalKey]))
		.digest();
	// 80 bits: the first ten bytes, five bits a letter.
	const random = base32(BigInt(`0x${digest.subarray(0, 10).toString('hex')}`), 16);
	return `${type}:${base32(BigInt(Date.parse(createdAt)), 10)}${random}`;
}

function base32(value: bigint, width: number): string {
	let text = '';
	for (let rest = value, i = 0; i < width; i += 1, rest >>= 5n) text = CROCKFORD[Number(rest & 31n)] + text;
	return text;
}
