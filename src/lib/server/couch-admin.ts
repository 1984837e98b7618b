import { m } from '../paraglide/messages';
import type { CouchSettings } from './settings';
import { StartError, systemCode } from './start-error';

const PATIENCE_MS = 10_000;

/**
 * Makes sure that a CouchDB answers and takes us for its server admin.
 * @throws {StartError} saying which of both is not so
 */
export async function checkCouchAdmin({ url, user, password }: CouchSettings): Promise<void> {
	const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	const response = await fetch(`${url}/_session`, {
		headers: { authorization },
		signal: AbortSignal.timeout(PATIENCE_MS)
	}).catch((error: unknown) => {
		const reason = systemCode(error instanceof Error && error.cause ? error.cause : error);
		throw new StartError((locale) => m.start_couch_unreachable({ url, reason }, { locale }), {
			cause: error
		});
	});
	if (response.status === 401)
		throw new StartError((locale) => m.start_couch_password({ url, user }, { locale }));
	const session: unknown = await response.json().catch(() => undefined);
	const roles = rolesOf(session);
	if (!response.ok || !roles)
		throw new StartError((locale) => m.start_couch_other({ url, status: response.status }, { locale }));
	if (!roles.includes('_admin'))
		throw new StartError((locale) => m.start_couch_not_admin({ url, user }, { locale }));
}

function rolesOf(session: unknown): unknown[] | undefined {
	if (session === null || typeof session !== 'object' || !('userCtx' in session)) return undefined;
	const { userCtx } = session;
	if (userCtx === null || typeof userCtx !== 'object' || !('roles' in userCtx)) return undefined;
	return Array.isArray(userCtx.roles) ? userCtx.roles : undefined;
}
