/**
 * The text of a roster file: UTF-8 with or without a byte order mark, else GB18030, because Excel in China saves CSV
 * as GBK. `undefined` when the bytes are neither (UTF-16, a workbook, a damaged file).
 */
export function decodeRoster(bytes: Uint8Array): string | undefined {
	return decode(bytes, 'utf-8') ?? decode(bytes, 'gb18030');
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
		// GB18030 reads nearly any bytes as something; a text never holds NUL.
		return text.includes('\0') ? undefined : text;
	} catch {
		return undefined;
	}
}
