import { filledWith, holding, repeating } from '../content.cts';
import { uploaded, type CorpusEntry } from '../corpus-entry.cts';

/** CSV files whose header is right and whose rows are wrong, or look wrong. */
const REPORT = 'userId,accountId,unit,valueToRedeem\n';

export const csvRows: CorpusEntry[] = [
	{
		file: 'mixed-line-ends.csv',
		wrong: 'line ends of every kind',
		content: holding('accountId,id\nacme,ann\r\nacme,bob\racme,cat\n\r\nacme,dan'),
		...uploaded({ rows: 4 }),
	},
	{
		file: 'cr-only.csv',
		wrong: 'the line ends of old Macs',
		content: holding('accountId,id\racme,ann\racme,bob\r'),
		...uploaded({ rows: 2 }),
	},
	{
		file: 'ragged.csv',
		wrong: 'rows with too few cells and too many',
		content: holding('accountId,id,firstName\nacme,ann\nacme,bob,Bob,x,y\nacme,cat,Cat\n'),
		...uploaded({
			rows: 1,
			rejected: {
				'The row has 2 cells, but the header has 3': 1,
				'The row has 5 cells, but the header has 3': 1,
			},
		}),
	},
	{
		file: 'unquoted-comma.csv',
		wrong: 'a comma in a cell without quotes',
		content: holding('accountId,id,lastName\nacme,ann,Smith, Jr.\nacme,bob,"Smith, Jr."\n'),
		...uploaded({ rows: 1, rejected: { 'The row has 4 cells, but the header has 3': 1 } }),
	},
	{
		file: 'short-rows-30000-columns.csv',
		wrong: '100,000 rows of one cell below 30,000 columns',
		content: repeating({
			before: `accountId,id${Array.from({ length: 29_998 }, (_, i) => `,c${i}`).join('')}\n`,
			piece: () => 'a\n',
			times: 100_000,
		}),
		...uploaded({
			rows: 0,
			rejected: { 'The row has 1 cell, but the header has 30000': 100_000 },
		}),
	},
	{
		file: 'open-quote.csv',
		wrong: 'a quote that is never closed',
		content: holding('accountId,id\nacme,ann\nacme,"bob\nacme,cat\n'),
		...uploaded({
			rows: 1,
			rejected: { 'A quote (") is opened in this row and never closed': 1 },
		}),
	},
	{
		file: 'quote-within.csv',
		wrong: 'a quote in the middle of a cell without quotes',
		content: holding('accountId,id,firstName\nacme,ann,Ann "A" B\n'),
		...uploaded({ rows: 1 }),
	},
	{
		file: 'text-after-quote.csv',
		wrong: 'text after a closing quote',
		content: holding('accountId,id,firstName\nacme,ann,"Ann" B\nacme,bob,Bob\n'),
		...uploaded({ rows: 1, rejected: { 'A cell continues after its closing quote (")': 1 } }),
	},
	{
		file: 'quote-swallows-rows.csv',
		wrong: 'a quote that is closed by the next one, three rows on',
		content: holding('accountId,id\nacme,"ann\nacme,bob\nacme,"cat\nacme,dan\n'),
		...uploaded({ rows: 1, rejected: { 'A cell continues after its closing quote (")': 1 } }),
	},
	{
		file: 'line-breaks-in-cells.csv',
		wrong: 'nothing: line breaks and quotes in quoted cells',
		content: holding('accountId,id,firstName\r\nacme,ann,"Ann\r\n""A"""\r\nacme,bob,"B\n"\r\n'),
		...uploaded({ rows: 2 }),
	},
	{
		file: 'joined.csv',
		wrong: 'two files in one: the header again in the middle',
		content: holding('accountId,id\nacme,ann\naccountId,id\nacme,bob\n'),
		...uploaded({ rows: 2, rejected: { 'repeats the column names': 1 } }),
	},
	{
		file: 'formulas.csv',
		wrong: "cells that a spreadsheet would run; they are people's names here",
		content: holding(
			'accountId,id,firstName\nacme,ann,"=cmd|\' /C calc\'!A0"\nacme,+1,@SUM(A1)\nacme,-1,=1+1\n',
		),
		...uploaded({ rows: 3 }),
	},
	{
		file: 'blank-ids.csv',
		wrong: 'rows without a user or an account; blank ones do not count as rows',
		content: holding('accountId,id\nacme,ann\nacme,\n,bob\n\n," "\n'),
		...uploaded({
			rows: 1,
			rejected: { 'accountId is required': 1, 'id is required': 1 },
		}),
	},
	{
		file: 'users-twice.csv',
		wrong: 'a user three times',
		content: holding('accountId,id,firstName\nacme,ann,A\nacme,ann,B\nacme,bob,\nacme,ann,C\n'),
		...uploaded({
			rows: 2,
			rejected: { 'appears again in row 4, which is sent instead': 2 },
		}),
	},
	{
		file: 'user-twice-second-bad.csv',
		wrong: 'a user twice, and the second row can not be sent',
		content: holding('accountId,id,referable\nacme,ann,true\nacme,ann,perhaps\n'),
		...uploaded({ rows: 1, rejected: { 'referable must be true or false': 1 } }),
	},
	{
		file: 'dates.csv',
		wrong: 'dates that do not exist, or that could be read two ways',
		content: holding(
			'accountId,id,dateCreated\nacme,a,01/02/2024\nacme,b,2024-02-30\nacme,c,yesterday\nacme,d,2024-05-01\n',
		),
		...uploaded({
			rows: 1,
			rejected: { 'dateCreated must be a date': 3 },
			warnings: ['dateCreated has no time zone'],
		}),
	},
	{
		file: 'values.csv',
		wrong: 'values that do not fit their field',
		content: holding(
			'accountId,id,referable,locale,countryCode\nacme,a,maybe,en_US,US\nacme,b,true,French,US\nacme,c,true,en_US,Europe\nacme,d,yes,en-us,ca\nacme,e,t,en_US,Kanada\n',
		),
		...uploaded({
			rows: 2,
			rejected: {
				'referable must be true or false': 1,
				'locale must be a language and a country': 1,
				'countryCode must be a two-letter country code': 1,
			},
		}),
	},
	{
		file: 'events.csv',
		wrong: 'events without a key, and with an impossible date',
		type: 'MUTATION/USER_EVENT',
		content: holding(
			'accountId,userId,event.key,event.dateTriggered\nacme,ann,purchase,2024-05-01T09:00:00Z\nacme,ann,,2024-05-01T09:00:00Z\nacme,ann,purchase,soon\n',
		),
		...uploaded({
			rows: 1,
			rejected: { 'event.key is required': 1, 'event.dateTriggered must be a date': 1 },
		}),
	},
	{
		file: 'redemptions.csv',
		wrong: 'amounts that are not numbers',
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		content: holding(
			`${REPORT}a,x,CENTS,5\nb,x,CENTS,0\nc,x,CENTS,-1\nd,x,CENTS,"12,50"\ne,x,CENTS,NaN\nf,x,CENTS,1e3\ng,x,CENTS,\nh,x,CENTS,9007199254740993\ni,x,CENTS,$5\n`,
		),
		...uploaded({
			rows: 1,
			skipped: 2,
			rejected: { 'valueToRedeem must be a number of 0 or more': 6 },
		}),
	},
	{
		file: 'redemptions-of-nothing.csv',
		wrong: 'a report as it is downloaded: nothing is to be redeemed',
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		content: holding(`${REPORT}ann,acme,CENTS,0\nbob,acme,CENTS,0\n`),
		...uploaded({ rows: 0 }),
	},
	{
		file: 'redemptions-without-a-user.csv',
		wrong: 'a redemption of nobody',
		type: 'MUTATION/REDEEMABLE_REWARD_BALANCE',
		content: holding(`${REPORT},acme,CENTS,5\nbob,acme,,5\nann,acme,CENTS,5\n`),
		...uploaded({
			rows: 1,
			skipped: 0,
			rejected: { 'userId is required': 1, 'unit is required': 1 },
		}),
	},
	{
		file: 'event-keys.csv',
		wrong: 'keys of events that are too short, or have other marks',
		type: 'MUTATION/USER_EVENT',
		content: holding(
			'accountId,userId,event.key,idempotencyKey\nacme,ann,purchase,evt-1\nacme,ann,purchase,acme|ann|2026-01-14\nacme,ann,purchase,evt-0001\n',
		),
		...uploaded({
			rows: 1,
			rejected: { 'idempotencyKey must be 8 to 64 letters, digits': 2 },
		}),
	},
	{
		file: 'segments.csv',
		wrong: 'a segment both added and removed; another that is cleared too late',
		content: holding('accountId,id,segments\nacme,ann,"vip,~vip"\nacme,bob,"vip,~*"\n'),
		...uploaded({ rows: 1, rejected: { 'segments adds and removes the same segment': 1 } }),
	},
	{
		file: 'deletions.csv',
		wrong: 'a switch that is neither on nor off',
		type: 'MUTATION/DELETE_USER',
		content: holding('accountId,id,doNotTrack\nacme,ann,true\nacme,bob,perhaps\n'),
		...uploaded({ rows: 1, rejected: { 'doNotTrack must be true or false': 1 } }),
	},
	{
		file: 'cell-9-mb.csv',
		wrong: 'a cell of 9 million letters',
		content: filledWith('a', 9_000_000, 'accountId,id,firstName\nacme,ann,', '\nacme,bob,Bob\n'),
		...uploaded({ rows: 2 }),
	},
	{
		file: 'cell-11-mb.csv',
		wrong: 'a cell of 11 million letters',
		content: filledWith('a', 11_000_000, 'accountId,id,firstName\nacme,ann,', '\nacme,bob,Bob\n'),
		...uploaded({ rows: 1, rejected: { 'The row is longer than 10 million characters': 1 } }),
	},
	{
		file: 'cells-11-million.csv',
		wrong: 'a row of 11 million commas',
		content: filledWith(',', 11_000_000, 'accountId,id\n', '\nacme,bob\n'),
		...uploaded({ rows: 1, rejected: { 'The row is longer than 10 million characters': 1 } }),
	},
];
