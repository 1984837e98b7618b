import { m } from '../paraglide/messages';
import type { Worker } from './org';

/** What a role is called. */
export const roleText: Readonly<Record<Worker['roles'][number], () => string>> = {
	gridWorker: m.manage_role_gridWorker,
	gridLead: m.manage_role_gridLead,
	environmentMonitor: m.manage_role_environmentMonitor,
	communityManager: m.manage_role_communityManager
};
