/** Who wrote a document, as far as it says so itself; whatever comes out of a database is asked. */
interface Written {
	readonly createdBy?: unknown;
	readonly updatedBy?: unknown;
	/** Device → who changed the document there (merge-seen.ts). */
	readonly seen?: unknown;
}

/**
 * Whether something of this user's would be lost with the document: he wrote it, changed it last, or has a change in what
 * another's device merged and says under its own author's name.
 * @param user account name
 */
export function hadHandIn(doc: object, user: string): boolean {
	const { createdBy, updatedBy, seen } = doc as Written;
	if (createdBy === user || updatedBy === user) return true;
	const devices = Object.values((seen ?? {}) as Record<string, { readonly by?: unknown } | null>);
	return devices.some((device) => device?.by === user);
}
