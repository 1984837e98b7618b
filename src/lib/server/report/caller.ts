import { managerRole } from '../../org/scopes';
import type { Doc } from '../../record';
import { sessionCookie } from '../gateway/cookies';
import { Refusal } from '../gateway/refusal';

/** Milliseconds for one answer of the database server: the first after a restore builds its views. */
const PATIENCE = 120_000;

/**
 * Whoever asked, towards the database server: everything is read with the caller's own session, so that nobody gets
 * more out of a report than CouchDB would give anyway (N7).
 */
export class Caller {
	private constructor(
		readonly name: string,
		readonly roles: readonly string[],
		private readonly url: string,
		private readonly cookie: string
	) {}

	/** @throws {Refusal} 401 without a session, 503 when the database server does not answer */
	static async of(request: Request, url: string): Promise<Caller> {
		const site = request.headers.get('sec-fetch-site');
		if (site === 'cross-site' || site === 'same-site')
			throw new Refusal(403, 'forbidden', 'Requests from other sites are not accepted.');
		const cookie = sessionCookie(request.headers.get('cookie')) ?? '';
		const session = await answerOf<{ userCtx?: { name?: unknown; roles?: unknown } }>(
			url,
			'/_session',
			cookie
		);
		const { name, roles } = session?.userCtx ?? {};
		if (typeof name !== 'string' || !Array.isArray(roles))
			throw new Refusal(401, 'unauthorized', 'Nobody is signed in.');
		return new Caller(
			name,
			roles.filter((role) => typeof role === 'string'),
			url,
			cookie
		);
	}

	/** @throws {Refusal} 403 unless the caller manages this community */
	mustManage(community: string): void {
		if (!/^\d{12}$/.test(community) || !this.roles.includes(managerRole(community)))
			throw new Refusal(403, 'forbidden', 'Only the managers of a community read its reports.');
	}

	/** The answer as JSON; `undefined` for what is not there. @throws {Refusal} with the server's own status */
	get<T>(path: string): Promise<T | undefined> {
		return answerOf<T>(this.url, path, this.cookie);
	}

	/** All records of a type in a database; none when the database is not there. */
	async records<D extends Doc>(scope: string, type: D['type']): Promise<D[]> {
		const range = `startkey=${encodeURIComponent(`"${type}:"`)}&endkey=${encodeURIComponent(`"${type};"`)}`;
		const found = await this.get<{ rows: { doc?: D }[] }>(`/${scope}/_all_docs?include_docs=true&${range}`);
		return (found?.rows ?? []).flatMap(({ doc }) => (doc && !doc.voided ? [doc] : []));
	}
}

async function answerOf<T>(url: string, path: string, cookie: string): Promise<T | undefined> {
	const answer = await fetch(url + path, {
		headers: { accept: 'application/json', ...(cookie && { cookie }) },
		signal: AbortSignal.timeout(PATIENCE)
	}).catch(() => {
		throw new Refusal(503, 'service_unavailable', 'The database server cannot be reached.');
	});
	const value: unknown = await answer.json().catch(() => undefined);
	if (answer.status === 404) return undefined;
	if (answer.ok) return value as T;
	const { error = 'error', reason = '' } = (value ?? {}) as { error?: string; reason?: string };
	throw new Refusal(answer.status, error, reason);
}
