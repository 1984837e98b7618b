import { redirect } from '@sveltejs/kit';
import { servicesOf } from '$lib/app';
import { lockedPath } from '$lib/session/locked-path';
import { session } from '$lib/session/session.svelte';

export async function load({ url, parent }) {
	await parent();
	const locked = lockedPath(await session.access(), url);
	const { account, key } = session;
	if (locked || !account || !key) redirect(307, locked ?? '/signin');
	return { services: await servicesOf(account, key) };
}
