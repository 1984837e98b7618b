/** Where a value lies in a JSON text: character offsets, from its first sign to behind its last. */
export interface TextPlace {
	readonly from: number;
	readonly to: number;
	/** One-based. */
	readonly line: number;
}

const SPACE = /\s/;

/** Walks a JSON text that is known to parse, without building anything. */
class Walker {
	at = 0;

	constructor(private readonly text: string) {}

	skipSpace() {
		while (SPACE.test(this.text[this.at] ?? '')) this.at++;
	}

	string(): string {
		const from = this.at++;
		while (this.text[this.at] !== '"') this.at += this.text[this.at] === '\\' ? 2 : 1;
		return JSON.parse(this.text.slice(from, ++this.at)) as string;
	}

	/** Goes behind the value that begins here. No recursion: a hostile text is nested deeper than the stack. */
	skipValue() {
		let depth = 0;
		do {
			this.skipSpace();
			const sign = this.text[this.at] ?? '';
			if (sign === '"') this.string();
			else if (sign === '{' || sign === '[') {
				depth++;
				this.at++;
			} else if (sign === '}' || sign === ']') {
				depth--;
				this.at++;
			} else if (sign === ',' || sign === ':') this.at++;
			else while (this.at < this.text.length && !/[\s,\]}]/.test(this.text[this.at] ?? '')) this.at++;
			this.skipSpace();
		} while (depth > 0 && this.at < this.text.length);
	}

	/** Goes to the member or the entry of that name; false when there is none. */
	enter(key: string): boolean {
		this.skipSpace();
		const open = this.text[this.at];
		if (open !== '{' && open !== '[') return false;
		this.at++;
		for (let index = 0; ; index++) {
			this.skipSpace();
			if (this.text[this.at] === '}' || this.text[this.at] === ']') return false;
			if (this.text[this.at] === ',') {
				this.at++;
				this.skipSpace();
			}
			let name = String(index);
			if (open === '{') {
				name = this.string();
				this.skipSpace();
				this.at++;
				this.skipSpace();
			}
			if (name === key) return true;
			this.skipValue();
		}
	}
}

/**
 * The place of a finding in the text that was checked. A path that leads to something missing gives the innermost
 * part that is there.
 * @param path `/survey/2/children/0/constraint`, as findings carry it
 */
export function placeOf(text: string, path: string): TextPlace {
	const walker = new Walker(text);
	walker.skipSpace();
	let { at } = walker;
	for (const key of path.split('/').slice(1)) {
		if (!walker.enter(key)) break;
		walker.skipSpace();
		({ at } = walker);
	}
	walker.at = at;
	walker.skipValue();
	const found = text.slice(at, walker.at).trimEnd().length;
	return { from: at, to: at + found, line: text.slice(0, at).split('\n').length };
}
