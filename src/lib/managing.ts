import type { Services } from './app';
import { PairingBook } from './care/pairing-book.svelte';
import { PairingRecorder } from './care/pairing-recorder.svelte';
import { AccessBook } from './org/access-book.svelte';
import { Directory } from './org/directory.svelte';
import { OrgRecorder } from './org/org-recorder.svelte';
import { ReportBook } from './visits/report-book.svelte';

/** What managers' screens work with beside everybody's services; made when the first of them is opened. */
export interface Managing {
	/** 12-digit code. */
	readonly community: string;
	readonly reports: ReportBook;
	readonly directory: Directory;
	readonly access: AccessBook;
	readonly recorder: OrgRecorder;
	readonly pairings: PairingBook;
	readonly pairingRecorder: PairingRecorder;
}

const made = new WeakMap<Services, Managing>();

/** The community that somebody with these roles manages; `undefined` for everybody else. */
export const managedCommunity = (roles: readonly string[]): string | undefined =>
	roles.find((role) => /^manager:\d{12}$/.test(role))?.slice('manager:'.length);

export function managingOf(services: Services, community: string): Managing {
	const known = made.get(services);
	if (known?.community === community) return known;
	const { store, author } = services;
	const managing: Managing = {
		community,
		reports: new ReportBook(store, community),
		directory: new Directory(store, community),
		access: new AccessBook(store, community),
		recorder: new OrgRecorder(store, author, community),
		pairings: new PairingBook(store),
		pairingRecorder: new PairingRecorder(store, author)
	};
	made.set(services, managing);
	return managing;
}
