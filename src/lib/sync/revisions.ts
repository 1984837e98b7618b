import type { RevisionRef } from '../store/ledger';

/** `id rev`: one text for one revision, to be kept or compared. Neither part has a space in it. */
export const nameOf = ({ id, rev }: RevisionRef): string => `${id} ${rev}`;

export const refOf = (name: string): RevisionRef => {
	const [id = '', rev = ''] = name.split(' ');
	return { id, rev };
};

/** Whether a revision is one of these. */
export function among(revisions: readonly RevisionRef[]): (each: RevisionRef) => boolean {
	const names = new Set(revisions.map(nameOf));
	return (each) => names.has(nameOf(each));
}
