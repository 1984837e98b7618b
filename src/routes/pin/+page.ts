import { redirect } from '@sveltejs/kit';
import { session } from '$lib/session/session.svelte';

export const load = async ({ parent, url }) => {
	await parent();
	const access = await session.access();
	if (access === 'signIn') redirect(307, `/signin${url.search}`);
	if (access !== 'setPin') redirect(307, `/unlock${url.search}`);
	return { name: session.account?.name ?? '' };
};
