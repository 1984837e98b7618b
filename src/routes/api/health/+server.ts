import { version } from '$app/environment';
import { gateway } from '$lib/server/gateway/running';
import type { RequestHandler } from './$types';

/** For monitors and start scripts: 200 while the database answers, 503 otherwise. */
export const GET: RequestHandler = async () => {
	const ok = await gateway().answers();
	return Response.json({ ok, version }, { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
