import type { RevisionRef } from '../store/ledger';

/** `id rev`: one text for one revision, to be kept or compared. Neither part has a space in it. */
export const nameOf = ({ id, rev }: RevisionRef): string => `${id} ${rev}`;

export const refOf = (name: string): RevisionRef => {
	const [id = '', rev = ''] = name.split(' ');
	return { id, rev };
};

/** Those of `revisions` that are among `others`. */
export function among<R extends RevisionRef>(others: readonly RevisionRef[], revisions: readonly R[]): R[] {
	const names = new Set(others.map(nameOf));
	return revisions.filter((each) => names.has(nameOf(each)));
}

/** Those of `revisions` that are not among `others`. */
export function notAmong<R extends RevisionRef>(
	others: readonly RevisionRef[],
	revisions: readonly R[]
): R[] {
	const names = new Set(others.map(nameOf));
	return revisions.filter((each) => !names.has(nameOf(each)));
}
