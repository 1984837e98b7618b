import { redirect } from '@sveltejs/kit';
import { servicesOf } from '$lib/app';
import { session } from '$lib/session/session.svelte';

export async function load({ url, parent }) {
	await parent();
	if (!session.account) redirect(307, `/signin?to=${encodeURIComponent(url.pathname)}`);
	return { services: await servicesOf(session.account) };
}
