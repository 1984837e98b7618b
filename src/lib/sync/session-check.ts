import type { Wire } from './wire';

/**
 * Makes sure that the browser's session is this user's. Another tab may have signed somebody else in, and then the
 * server would take one person's records as the other's.
 * @returns the roles that the server knows this user by, now
 * @throws with status 401 when it is nobody's or another's, and what the wire throws
 */
export async function checkSession(wire: Wire, user: string): Promise<readonly string[]> {
	const { userCtx } = (await wire.json('/_session')) as {
		userCtx?: { name?: string | null; roles?: readonly string[] };
	};
	if (userCtx?.name === user) return userCtx.roles ?? [];
	throw Object.assign(new Error(`The session is not that of ${user}`), { status: 401 });
}
