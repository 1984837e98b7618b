import { issueActionType, type IssueAction } from '../issues/issue-action';
import { issueType, type Issue } from '../issues/issue';
import { issueNumber, reportIssue } from '../issues/new-issue';
import { dayOf, type Day } from '../org/calendar';
import type { Scope } from '../org/scopes';
import type { Household } from '../people/people';
import { Recorder } from '../session/recorder';
import { m } from '../paraglide/messages';
import { deferralType, type Deferral } from './deferral';
import type { HelpCall } from './red-sign';
import { visitType, type Visit } from './visit';

/** One try to reach a household that did not answer (R-V5). */
export type Attempt = Pick<Visit, 'method' | 'outcome' | 'asked' | 'located'>;

const DAY_MS = 86_400_000;

/** What is recorded at a door with one tap: tries, "not today", a card that was left, a report. */
export class DoorRecorder extends Recorder {
	/** @param form the published form whose questions the attempt answers */
	attempt(scope: Scope, household: Household, attempt: Attempt, form: Visit['form']): Promise<boolean> {
		return this.saving.run(async () => {
			const signed = await this.author.sign(visitType);
			const visit: Visit = {
				...signed,
				...attempt,
				subject: household._id,
				dwelling: household.dwelling,
				startedAt: signed.createdAt,
				endedAt: signed.createdAt,
				purposes: [],
				form: { id: form.id, version: form.version, hash: form.hash },
				answers: { method: attempt.method, outcome: attempt.outcome }
			};
			return this.store.save(scope, visit);
		});
	}

	defer(scope: Scope, household: string, reason: Deferral['reason']): Promise<boolean> {
		return this.saving.run(async () => {
			const signed = await this.author.sign(deferralType);
			return this.store.save(scope, {
				...signed,
				subject: household,
				at: signed.createdAt,
				reason
			} as Deferral);
		});
	}

	/** Takes a deferral back: the household is on the list again. */
	undoDefer(scope: Scope, deferral: Deferral): Promise<boolean> {
		return this.saving.run(async () => {
			const signed = await this.author.sign(deferralType);
			const { subject, reason } = deferral;
			return this.store.save(scope, {
				...signed,
				subject,
				reason,
				at: signed.createdAt,
				takesBack: deferral._id
			} as Deferral);
		});
	}

	leaveCard(scope: Scope, household: string, today: Day): Promise<boolean> {
		return this.saving.run(() => this.editor.change<Household>(scope, household, { contactCard: today }));
	}

	/**
	 * Opens an issue with the action that reports it, and with the calls for help that came before.
	 * Names no resident: monitors read where it lies.
	 */
	report(
		area: Scope,
		facts: Pick<
			Issue,
			'title' | 'detail' | 'issueType' | 'priority' | 'grid' | 'dwelling' | 'subject' | 'source'
		>,
		timeZone: string,
		calls: readonly HelpCall[] = []
	): Promise<boolean> {
		return this.saving.run(async () => {
			const issue = await this.author.sign(issueType);
			const action = await this.author.sign(issueActionType);
			const from = new Date(Date.parse(issue.createdAt) - DAY_MS).toISOString();
			const mine = await this.store.find<Issue>({ type: 'issue', scopes: [area], from });
			const day = dayOf(issue.createdAt, timeZone);
			const count = mine.filter(
				({ record }) => record.createdBy === issue.createdBy && dayOf(record.reportedAt, timeZone) === day
			).length;
			const no = issueNumber(day, issue.createdBy, count);
			const reported = reportIssue({ ...facts, no }, { issue, action });
			return this.store.saveAll(area, [...reported, ...(await this.#called(issue._id, calls))]);
		});
	}

	#called(issue: string, calls: readonly HelpCall[]): Promise<IssueAction[]> {
		return Promise.all(
			calls.map(async ({ who, at }) => {
				const signed = await this.author.sign(issueActionType);
				return { ...signed, issue, action: 'comment' as const, at, note: m.red_called({ who }) };
			})
		);
	}
}
