import { gateway } from '$lib/server/gateway/running';
import type { RequestHandler } from './$types';

/** `/db/<name>/` is how PouchDB asks for a database: no redirect to the address without the slash. */
export const trailingSlash = 'ignore';

export const fallback: RequestHandler = ({ request, url, getClientAddress }) =>
	gateway().handle(request, url.pathname.slice('/db'.length), {
		address: getClientAddress(),
		secure: url.protocol === 'https:'
	});
