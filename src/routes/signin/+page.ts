import { redirect } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';

/** `?again`: the session has expired; who works here stays, so that leaving without signing in loses nothing. */
export const load = async ({ parent, url }) => {
	await parent();
	const again = url.searchParams.has('again');
	if (session.account && !again) redirect(307, '/today');
	return { name: session.account?.name ?? '', again: again && !!session.account };
};
