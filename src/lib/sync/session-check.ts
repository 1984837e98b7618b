import type { Wire } from './wire';

/**
 * Makes sure that the browser's session is this user's. Another tab may have signed somebody else in, and then the
 * server would take one person's records as the other's.
 * @throws with status 401 when it is nobody's or another's, and what the wire throws
 */
export async function checkSession(wire: Wire, user: string): Promise<void> {
	const { userCtx } = (await wire.json('/_session')) as { userCtx?: { name?: string | null } };
	if (userCtx?.name === user) return;
	throw Object.assign(new Error(`The session is not that of ${user}`), { status: 401 });
}
