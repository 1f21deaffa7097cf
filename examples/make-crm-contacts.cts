// Writes crm-contacts.csv beside this file: 1,000 contacts as a CRM would export them, already mapped
// to Advocate's columns, seven of them bad (README.md lists them). Always the same file.
// Run: npx tsx examples/make-crm-contacts.cts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from './seeded-random.cts';

const ROWS = 1_000;
const SEED = 20_240_501;

const COLUMNS = [
	'accountId',
	'id',
	'firstName',
	'lastName',
	'email',
	'referable',
	'locale',
	'countryCode',
	'dateCreated',
	'dateUsTaxFormSubmitted',
	'customFields.plan',
	'customFields.lifecycleStage',
	'customFields.company',
	'customFields.note',
] as const;

type Row = Record<(typeof COLUMNS)[number], string>;

/** What is wrong with the bad rows, by row: the first row below the header is 1. */
const BAD_ROWS: Readonly<Record<number, Partial<Row>>> = {
	42: { id: '' },
	137: { accountId: '' },
	288: { locale: 'en-US' },
	451: { countryCode: 'North America' },
	612: { referable: 'maybe' },
	803: { dateCreated: '2024-05-01' },
	977: { dateUsTaxFormSubmitted: 'yes' },
};

interface Country {
	code: string;
	languages: readonly string[];
	first: readonly string[];
	last: readonly string[];
}

function country(code: string, languages: string, first: string, last: string): Country {
	const words = (text: string) => text.split('|');
	return { code, languages: languages.split(' '), first: words(first), last: words(last) };
}

const COUNTRIES: readonly Country[] = [
	country(
		'US',
		'en es',
		'Olivia|Marcus|Hannah|Andre|Grace|Luis',
		"Johnson|Nguyen|O'Neill|Garcia|Lee",
	),
	country(
		'CA',
		'en fr',
		'Chloé|Liam|Maëlle|Noah|Émile|Priya',
		'Tremblay|Côté|MacDonald|Singh|Bélanger',
	),
	country(
		'GB',
		'en',
		'Imogen|Callum|Saoirse|Zara|Rhys|Alfie',
		'Pemberton-Hughes|Ahmed|Clarke|Llewellyn|Okafor',
	),
	country(
		'IE',
		'en',
		'Aoife|Ciarán|Niamh|Pádraig|Róisín|Seán',
		"O'Brien|Ní Dhomhnaill|Murphy|Ó Súilleabháin|Byrne",
	),
	country(
		'DE',
		'de',
		'Jürgen|Anneliese|Björn|Käthe|Lukas|Sönke',
		'Müller|Weiß|Schröder|von der Heide|Größmann',
	),
	country(
		'FR',
		'fr',
		'Amélie|Benoît|Zoé|François|Loïc|Inès',
		"Lefèvre|d'Aubigné|Garçon|Noël|Béranger",
	),
	country(
		'ES',
		'es',
		'Íñigo|Begoña|Jesús|Nuria|Álvaro|Sofía',
		'Muñoz|García Márquez|Ibáñez|Peña|Núñez',
	),
	country(
		'MX',
		'es',
		'Guadalupe|Raúl|Ximena|José|Lucía|Andrés',
		'Hernández|López Obregón|Ramírez|Zúñiga|Ávila',
	),
	country(
		'BR',
		'pt',
		'João|Conceição|Thaís|Luís|Mônica|Antônio',
		'da Silva|Gonçalves|Araújo|Simões|Brandão',
	),
	country(
		'PT',
		'pt',
		'Inês|Gonçalo|Catarina|Rui|Assunção|Tomé',
		'Magalhães|Falcão|Saldanha|Leitão|Esteves',
	),
	country(
		'IT',
		'it',
		'Niccolò|Giulia|Desirée|Matteo|Noemi|Luca',
		"D'Angelo|Rossi|De Rosa|Esposito|Cantù",
	),
	country(
		'NL',
		'nl',
		'Daniël|Zoë|Joost|Femke|Anaïs|Sjoerd',
		'van der Berg|de Vries|Bakker|’t Hart',
	),
	country(
		'SE',
		'sv',
		'Åsa|Göran|Linnéa|Björn|Märta|Jörgen',
		'Sjöberg|Åkesson|Lindström|Öberg|Nyström',
	),
	country(
		'NO',
		'nb',
		'Øyvind|Åse|Bjørn|Sunniva|Håkon|Tormod',
		'Ødegård|Bjørnstad|Næss|Håland|Strøm',
	),
	country(
		'DK',
		'da',
		'Søren|Mathilde|Jørgen|Åge|Kirsten|Bjørk',
		'Kjær|Østergaard|Møller|Nørgård|Bæk',
	),
	country(
		'FI',
		'fi sv',
		'Päivi|Väinö|Jyrki|Outi|Mårten|Sirpa',
		'Mäkinen|Hämäläinen|Lähteenmäki|Åberg|Virtanen',
	),
	country(
		'PL',
		'pl',
		'Łukasz|Małgorzata|Paweł|Świętosława|Zofia|Michał',
		'Wiśniewski|Dąbrowska|Łaska|Żurek|Gościński',
	),
	country(
		'CZ',
		'cs',
		'Jiří|Kateřina|Ondřej|Růžena|Zdeněk|Šárka',
		'Dvořák|Novotná|Křížová|Čapek|Říha',
	),
	country(
		'HU',
		'hu',
		'Ágnes|Győző|Zsófia|Ödön|Erzsébet|László',
		'Szőke|Kovács|Nagy-Török|Ürményi|Fekete',
	),
	country(
		'RO',
		'ro',
		'Ștefan|Ioana|Răzvan|Mădălina|Andreea',
		'Popescu|Țepeș|Brâncuși|Ionescu|Șerban',
	),
	country('TR', 'tr', 'Çağla|Ömer|İpek|Gökhan|Şule|Tuğba', 'Yılmaz|Öztürk|Şahin|Çelik|Erdoğmuş'),
	country(
		'GR',
		'el',
		'Γιώργος|Ελένη|Δημήτρης|Σοφία|Νίκος|Άννα',
		'Παπαδόπουλος|Γεωργίου|Νικολαΐδης|Αγγέλου|Βλάχος',
	),
	country(
		'UA',
		'uk',
		'Олена|Андрій|Їванна|Тарас|Соломія|Юрій',
		'Шевченко|Ковальчук|Григорʼєва|Бойко|Мельник',
	),
	country('IL', 'he', 'נועה|איתי|תמר|יובל|שירה|דניאל', 'כהן|לוי|מזרחי|פרץ|ביטון'),
	country('EG', 'ar', 'فاطمة|أحمد|ليلى|محمود|نور|يوسف', 'حسن|عبد الله|منصور|السيد|إبراهيم'),
	country(
		'IN',
		'en hi',
		'Aarav|Diya|Ishaan|Lakshmi|Rohan|Śānti',
		'Iyer|Chakraborty|Patel|Reddy|Nair',
	),
	country('VN', 'vi', 'Hương|Tuấn|Mỹ Linh|Quốc Bảo|Thảo|Đức', 'Nguyễn|Trần|Lê|Phạm|Đặng'),
	country('JP', 'ja', '陽菜|翔太|結衣|健一|さくら|大輔', '佐藤|鈴木|高橋|田中|渡辺'),
	country('KR', 'ko', '서연|민준|지우|하은|도윤|예진', '김|이|박|최|정'),
	country(
		'NG',
		'en',
		'Adaeze|Olúfẹ́mi|Ngozi|Tunde|Yétúndé|Chidi',
		'Adébáyò|Okonkwo|Eze|Ọláwálé|Balogun',
	),
	country(
		'AU',
		'en',
		'Matilda|Lachlan|Ruby|Jarrah|Isla|Cooper',
		'Nguyen|Wright|Papadakis|McKenzie|Tran',
	),
];

const COMPANIES = [
	'Northwind Traders',
	'Fjord & Sons, Ltd.',
	'The "Blue Door" Café',
	'Sánchez, Ruiz y Asociados',
	'Acme, Inc.',
	'Glühwürmchen GmbH',
	'Dupont, Martin & Cie',
	'Studio "9¾", LLC',
	'Hokusai Print Works',
	'Zażółć Sp. z o.o.',
	'Umbrella Rentals',
	'',
];

const NOTES = [
	'',
	'',
	'',
	'Prefers calls before 10:00, never on Fridays',
	'Said "maybe next quarter"',
	'Met at the fair, stand 12',
	'Asked for an invoice, a quote, and a demo',
	'Knows the "old" portal',
];

const PLANS = ['free', 'starter', 'starter', 'growth', 'growth', 'enterprise'];
const STAGES = ['subscriber', 'lead', 'opportunity', 'customer', 'customer', 'evangelist'];

const FIRST_DATE = Date.UTC(2019, 0, 1);
const LAST_DATE = Date.UTC(2025, 5, 30);

const random = seededRandom(SEED);

function pick<T>(list: readonly T[]): T {
	return list[Math.floor(random() * list.length)] as T;
}

/** Milliseconds since the epoch, on a whole second. */
function someDate(): string {
	const seconds = Math.floor((FIRST_DATE + random() * (LAST_DATE - FIRST_DATE)) / 1000);
	return String(seconds * 1000);
}

const PLAIN: Readonly<Record<string, string>> = {
	ø: 'o',
	ł: 'l',
	ß: 'ss',
	æ: 'ae',
	đ: 'd',
	ı: 'i',
};

/** The part of an e-mail address before the @, in plain letters; unique by the row's number. */
function mailbox(firstName: string, number: number): string {
	const plain = firstName
		.toLowerCase()
		.replace(/[øłßæđı]/g, (letter) => PLAIN[letter] ?? '')
		.normalize('NFKD')
		.replace(/[^a-z]/g, '');
	return `${plain === '' ? 'contact' : plain}.${number}`;
}

function goodRow(number: number): Row {
	const { code, languages, first, last } = pick(COUNTRIES);
	const firstName = pick(first);
	return {
		// Some accounts have several people.
		accountId: `ACC-${String(10_000 + Math.floor(random() * 800))}`,
		id: `CRM-${String(number).padStart(6, '0')}`,
		firstName,
		lastName: pick(last),
		email: `${mailbox(firstName, number)}@example.${pick(['com', 'org'])}`,
		referable: random() < 0.85 ? 'true' : 'false',
		locale: `${pick(languages)}_${code}`,
		countryCode: code,
		dateCreated: someDate(),
		dateUsTaxFormSubmitted: code === 'US' && random() < 0.5 ? someDate() : '',
		'customFields.plan': pick(PLANS),
		'customFields.lifecycleStage': pick(STAGES),
		'customFields.company': pick(COMPANIES),
		'customFields.note': pick(NOTES),
	};
}

/** RFC 4180: a field with a comma, a quote or a line break is quoted, its quotes doubled. */
function cell(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csv(): string {
	const rows = Array.from({ length: ROWS }, (_, index) => {
		const row = { ...goodRow(index + 1), ...BAD_ROWS[index + 1] };
		return COLUMNS.map((column) => cell(row[column])).join(',');
	});
	return [COLUMNS.join(','), ...rows, ''].join('\n');
}

writeFileSync(join(__dirname, 'crm-contacts.csv'), csv());
