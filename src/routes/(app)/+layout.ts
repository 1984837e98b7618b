import { redirect } from '@sveltejs/kit';
import { servicesOf } from '$lib/app';
import { session } from '$lib/session/session.svelte';

export async function load({ url, parent }) {
	await parent();
	const access = await session.access();
	const to = `?to=${encodeURIComponent(url.pathname + url.search)}`;
	if (access === 'setPin') redirect(307, `/pin${to}`);
	if (access === 'unlock') redirect(307, `/unlock${to}`);
	if (!session.account || !session.key) redirect(307, `/signin${to}`);
	return { services: await servicesOf(session.account, session.key) };
}
