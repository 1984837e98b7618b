/*
 * The little of XML that a workbook is made of, read from front to back in one pass. No document types and no entities
 * beyond the five of XML: those are how hostile files make readers open other files or grow without end.
 */

/** One tag and the text that follows it up to the next. */
export interface Tag {
	/** Without its namespace prefix; a closing tag begins with `/`. */
	readonly name: string;
	readonly empty: boolean;
	/** Text after the tag, entities resolved. */
	text(): string;
	/** Value of an attribute, whatever its prefix. */
	attribute(name: string): string | undefined;
}

/** A document type was found: the file is refused. */
export class DoctypeError extends Error {}

const NAME = /^\/?(?:[\w.-]+:)?([\w.-]+)/;

export function* tags(xml: string): Generator<Tag> {
	let at = 0;
	for (;;) {
		const open = xml.indexOf('<', at);
		if (open < 0) return;
		if (xml.startsWith('<!--', open)) {
			const end = xml.indexOf('-->', open);
			if (end < 0) return;
			at = end + 3;
			continue;
		}
		if (xml.startsWith('<!DOCTYPE', open) || xml.startsWith('<!ENTITY', open)) throw new DoctypeError();
		const close = xml.indexOf('>', open);
		if (close < 0) return;
		const raw = xml.slice(open + 1, close);
		const next = xml.indexOf('<', close + 1);
		at = close + 1;
		yield {
			name: (raw.startsWith('/') ? '/' : '') + (NAME.exec(raw)?.[1] ?? ''),
			empty: raw.endsWith('/'),
			text: () => resolved(xml.slice(close + 1, next < 0 ? undefined : next)),
			attribute: (name) => attributeOf(raw, name)
		};
	}
}

const ATTRIBUTE = /\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function attributeOf(raw: string, name: string): string | undefined {
	for (const [, key, double, single] of raw.matchAll(ATTRIBUTE))
		if (key === name) return resolved(double ?? single ?? '');
	return undefined;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const resolved = (text: string) =>
	text.includes('&')
		? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi, (_, hex, decimal, name) => {
				if (typeof name === 'string') return ENTITIES[name.toLowerCase()] ?? '';
				const code = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal);
				return String.fromCodePoint(Math.min(0x10ffff, code));
			})
		: text;
