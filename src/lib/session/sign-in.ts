import { isAccount, type Account } from './account-memory';

export type SignInResult =
	| { readonly ok: true; readonly account: Account }
	| { readonly ok: false; readonly reason: 'wrong' | 'offline' | 'server' }
	| { readonly ok: false; readonly reason: 'tooMany'; readonly retryAfterSeconds: number };

/** Asks the server for a session; the cookie it sets is HttpOnly and never seen here. */
export async function requestSession(name: string, password: string): Promise<SignInResult> {
	let response: Response;
	try {
		response = await fetch('/db/_session', {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify({ name, password })
		});
	} catch {
		return { ok: false, reason: 'offline' };
	}
	if (response.status === 401) return { ok: false, reason: 'wrong' };
	// CouchDB itself locks an account for five minutes after repeated wrong passwords, and says 403.
	if (response.status === 403) return { ok: false, reason: 'tooMany', retryAfterSeconds: 300 };
	if (response.status === 429)
		return {
			ok: false,
			reason: 'tooMany',
			retryAfterSeconds: Number(response.headers.get('retry-after')) || 60
		};
	if (!response.ok) return { ok: false, reason: 'server' };
	const body: unknown = await response.json().catch(() => undefined);
	return isAccount(body)
		? { ok: true, account: { name: body.name, roles: body.roles } }
		: { ok: false, reason: 'server' };
}

/** Ends the session on the server. Without a network the cookie stays; the device forgets the account all the same. */
export async function endSession(): Promise<void> {
	await fetch('/db/_session', { method: 'DELETE' }).catch(() => undefined);
}
