import type { Scope } from '../org/scopes';
import { Recorder } from '../session/recorder';
import { issueActionType, type IssueAction } from './issue-action';

/** Writes what is done about an issue, one step at a time: each is a record of its own and stays (N4). */
export class IssueRecorder extends Recorder {
	/** True once the device has committed the step (N1). */
	act(area: Scope, issue: string, action: IssueAction['action'], note: string): Promise<boolean> {
		return this.saving.run(async () => {
			const signed = await this.author.sign(issueActionType);
			const step: IssueAction = { ...signed, issue, action, at: signed.createdAt, ...(note && { note }) };
			return this.store.save(area, step);
		});
	}
}
