/** Where to go on, from `?to=`. Only paths of this app: a link from outside must not send anybody elsewhere. */
export function targetOf(url: URL): string {
	const to = url.searchParams.get('to') ?? '';
	return /^\/(?![/\\])/.test(to) && !/^\/(?:signin|unlock|pin)\b/.test(to) ? to : '/today';
}
