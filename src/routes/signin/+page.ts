import { redirect } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';

/**
 * `?again`: the session has expired; who works here stays, so that leaving without signing in loses nothing.
 * `?other`: somebody else wants to work on this phone.
 */
export const load = async ({ parent, url }) => {
	await parent();
	const again = url.searchParams.has('again');
	const other = url.searchParams.has('other');
	if (session.account && !again && !other) redirect(307, '/today');
	return { name: other ? '' : (session.account?.name ?? ''), again: (again || other) && !!session.account };
};
