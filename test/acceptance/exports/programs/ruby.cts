import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../../../harness/processes/command.cts';
import { COLUMNS, PEOPLE, sentPeople, valuesOf } from '../people.cts';
import { NO_ID, type Export, type Program } from '../program.cts';

const SCRIPT = `
require 'csv'
require 'json'
require 'time'
people = JSON.parse(File.read(ARGV[0]))
rows = people['rows'].map { |row| row.map.with_index { |value, i| i == 7 && value ? Time.parse(value) : value } }
write = lambda do |name, options|
  CSV.open(File.join(ARGV[1], name), 'w', **options) do |csv|
    csv << people['columns']
    rows.each { |row| csv << row }
  end
end
write.call('plain.csv', {})
write.call('quoted.csv', { force_quotes: true })
write.call('semicolons.csv', { col_sep: ';', row_sep: "\\r\\n" })
`;

async function exports(folder: string): Promise<Export[]> {
	const data = join(folder, 'people.input');
	writeFileSync(data, JSON.stringify({ columns: COLUMNS, rows: PEOPLE.map(valuesOf) }));
	const script = join(folder, 'write.rb');
	writeFileSync(script, SCRIPT);
	await run('ruby', [script, data, folder], { env: { LANG: 'C.UTF-8' } });
	const expected = { rows: sentPeople(), rejected: NO_ID };
	return [
		{ how: '`CSV.open(…)`', path: join(folder, 'plain.csv'), expected },
		{
			how: '`CSV.open(…, force_quotes: true)`',
			path: join(folder, 'quoted.csv'),
			expected,
		},
		{
			how: '`CSV.open(…, col_sep: \';\', row_sep: "\\r\\n")`',
			path: join(folder, 'semicolons.csv'),
			expected,
		},
	];
}

export const ruby: Program = {
	name: 'Ruby’s CSV',
	packages: ['ruby'],
	version: async () => (await run('ruby', ['--version'])).split(/[ p]/)[1] ?? '',
	exports,
};
