import { session } from '$lib/session/session.svelte';

export const ssr = false;
export const prerender = false;

export const load = () => session.restore();
