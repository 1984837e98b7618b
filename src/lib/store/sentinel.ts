/*
 * A mark outside IndexedDB that says: this user's database existed. Browsers throw databases away (space runs out, seven
 * days unused on iOS, "clear browsing data") without telling anybody; then the mark is what is left to notice it by. It
 * lies twice, because what is cleared differs: in localStorage and in a cookie. It names nobody but the account.
 */

/** What is known of a database from outside. */
export interface Mark {
	/** Made with the database, and kept inside it too: another one inside means that this is another database. */
	readonly id: string;
	/** Records that only this device had, when it was last looked. */
	readonly unsent: number;
	/** UTC ISO of that look. */
	readonly at: string;
}

const nameOf = (user: string) => `linli-kept-${encodeURIComponent(user)}`;
/** The longest that browsers allow. */
const COOKIE_AGE = 400 * 86_400;

/** The newer one, where both places have a mark. */
export function readMark(user: string): Mark | undefined {
	const name = nameOf(user);
	const cookie = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
	const marks = [parse(stored(name)), parse(cookie?.slice(name.length + 1))].filter(
		(mark) => mark !== undefined
	);
	return marks.sort((a, b) => (a.at < b.at ? 1 : -1))[0];
}

export function writeMark(user: string, { id, unsent, at }: Mark): void {
	const text = `${id}.${unsent}.${Date.parse(at)}`;
	try {
		localStorage.setItem(nameOf(user), text);
	} catch {
		// Full or forbidden: the cookie remains.
	}
	document.cookie = `${nameOf(user)}=${text}; path=/; max-age=${COOKIE_AGE}; samesite=strict`;
}

function stored(name: string): string | undefined {
	try {
		return localStorage.getItem(name) ?? undefined;
	} catch {
		return undefined;
	}
}

function parse(text: string | undefined): Mark | undefined {
	const [id, unsent, at] = text?.split('.') ?? [];
	const time = new Date(Number(at));
	if (!id || !/^\d+$/.test(unsent ?? '') || Number.isNaN(time.getTime())) return undefined;
	return { id, unsent: Number(unsent), at: time.toISOString() };
}
