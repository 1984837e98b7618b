/** The one cookie that passes: CouchDB's session. */
const SESSION_COOKIE = 'AuthSession';

/** The session cookie alone out of a `Cookie` header; whatever else the origin has set stays here. */
export function sessionCookie(header: string | null): string | undefined {
	const cookies = (header ?? '').split(/;\s*/);
	return cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`));
}

/**
 * CouchDB's `Set-Cookie` as the browser shall keep it: for this origin, out of reach of scripts, not sent along with
 * requests that other sites start, over TLS only when the browser came over TLS.
 */
export function rewriteSetCookie(header: string, secure: boolean): string | undefined {
	const [pair, ...attributes] = header.split(/;\s*/);
	if (!pair?.startsWith(`${SESSION_COOKIE}=`)) return undefined;
	const life = attributes.filter((attribute) => /^(?:expires|max-age)=/i.test(attribute));
	const fixed = ['Path=/', 'HttpOnly', 'SameSite=Lax', ...(secure ? ['Secure'] : [])];
	return [pair, ...life, ...fixed].join('; ');
}
