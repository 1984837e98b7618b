import type { Access } from './session.svelte';

/** The screen that brings an account nearer to `to`, and back there; nothing when it is open. */
export function lockedPath(access: Access, to: Pick<URL, 'pathname' | 'search'>): string | undefined {
	if (access === 'open') return undefined;
	const screen = { signIn: '/signin', setPin: '/pin', unlock: '/unlock' }[access];
	return `${screen}?to=${encodeURIComponent(to.pathname === '/' ? '/today' : to.pathname + to.search)}`;
}
