import { chain } from '../support/workflow.cts';
import { fileItem, Rig } from '../support/rig.cts';

const rig = new Rig();

/** The second output of Advocate Upload. */
const REJECTED = 1;

beforeAll(async () => await rig.start());
afterAll(async () => await rig.stop());

describe('the zero-config chain', () => {
	it('imports a file with nothing set but the credential, the type and the wait', async () => {
		const workflow = chain(
			{ name: 'Upload', type: 'advocateUpload', parameters: { type: 'MUTATION/USER' } },
			{ name: 'Validate', type: 'advocateValidate' },
			{ name: 'Create Job', type: 'advocateCreateJob' },
			{ name: 'Job Status', type: 'advocateJobStatus', parameters: { wait: true } },
		);

		const run = await rig.run(workflow, [
			fileItem('contacts.csv', 'accountId,id,firstName\nacme,ann,Ann\nacme,,Bob\n'),
		]);

		expect(run.error).toBeUndefined();
		expect(run.json('Job Status')).toEqual([
			expect.objectContaining({
				type: 'MUTATION/USER',
				status: 'COMPLETED',
				requester: 'n8n',
				stats: { recordsProcessed: 1, errors: 0 },
			}),
		]);
		expect(run.json('Upload', REJECTED)).toMatchObject([
			{ rowNumber: 2, firstName: 'Bob', reasons: ['id is required'] },
		]);
		expect(rig.sandbox.jobs.list()).toHaveLength(1);
	});
});
