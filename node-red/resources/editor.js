/*
 * Builds the forms of the nodes. A form is a list of rows, and each row says in one place what its setting is
 * called in flows, what its default is, and how it is shown and checked. The HTML of every node loads this file
 * before its own script runs, as any of them may be the first that Node-RED adds.
 *
 * A row has Node-RED's `defaults` for its settings, and its `html`. `prepare` does what is left to do once
 * Node-RED has filled in the fields, and `save` reads those that Node-RED does not know.
 */
(function () {
	if (window.AdvocateEditor) return;

	/** Where the texts are that several nodes share: with the tenant, which all of them need. */
	const SHARED = '@impact-advocate/node-red-advocate/advocate-tenant:';
	const MESSAGE_KINDS = ['msg', 'flow', 'global', 'env', 'jsonata'];
	const TEXT_KINDS = ['str', ...MESSAGE_KINDS];

	function shared(key) {
		return RED._(SHARED + key);
	}

	/** A row with a label before its field. The label of a shared setting has a tooltip. */
	function labelled(id, name, { icon, isShared }, field) {
		const from = isShared ? SHARED : '';
		const symbol = icon ? `<i class="fa fa-${icon}"></i> ` : '';
		const hint = isShared ? ` data-i18n="[title]${SHARED}hints.${name}"` : '';
		const label = `${symbol}<span data-i18n="${from}labels.${name}"></span>`;
		return `<div class="form-row"><label for="${id(name)}"${hint}>${label}</label> ${field}</div>`;
	}

	/**
	 * @param options `placeholder` is the key of a text; what is not named here is for Node-RED: `required`,
	 * `validate`, or the `type` of a config node
	 */
	function text(name, { value = '', icon, placeholder, ...rules } = {}) {
		const hint = placeholder ? ` data-i18n="[placeholder]${placeholder}"` : '';
		return {
			defaults: { [name]: { value, ...rules } },
			html: (id) => labelled(id, name, { icon }, `<input type="text" id="${id(name)}"${hint}>`),
		};
	}

	/** A credential that is typed in and not shown; Node-RED keeps credentials apart from `defaults`. */
	function password(name, { icon }) {
		const field = (id) => `<input type="password" id="${id(name)}" autocomplete="new-password">`;
		return { html: (id) => labelled(id, name, { icon }, field(id)) };
	}

	/** A credential that is shown as it is typed. */
	function shownCredential(name, options) {
		return { html: text(name, options).html };
	}

	/**
	 * A number, an environment variable, or nothing. The runtime refuses numbers that are out of range.
	 *
	 * @param options `placeholder` is the number that an empty field stands for, or the key of a text
	 */
	function number(
		name,
		{ from, to = Number.MAX_VALUE, isWhole, value = '', placeholder, isShared },
	) {
		const validate = (given) => {
			if (given === undefined || given === '' || /^\$\{[^}]+\}$/.test(given)) return true;
			const parsed = Number(given);
			return parsed >= from && parsed <= to && (!isWhole || Number.isInteger(parsed));
		};
		const hint =
			typeof placeholder === 'number'
				? `placeholder="${placeholder}"`
				: `data-i18n="[placeholder]${placeholder}"`;
		return {
			defaults: { [name]: { value, validate } },
			html: (id) =>
				labelled(id, name, { isShared }, `<input type="text" id="${id(name)}" ${hint}>`),
		};
	}

	function check(name, { value = false, isShared, ...rules } = {}) {
		const from = isShared ? SHARED : '';
		const hint = isShared ? ` data-i18n="[title]${SHARED}hints.${name}"` : '';
		const label = `<span data-i18n="${from}labels.${name}"></span>`;
		return {
			defaults: { [name]: { value, ...rules } },
			html: (id) =>
				`<div class="form-row advocate-check"><label${hint}><input type="checkbox" id="${id(name)}">${label}</label></div>`,
		};
	}

	/**
	 * A drop-down list. Its first choice is the default unless `value` names another.
	 *
	 * @param choices the values, or an object that gives for each value the key of its text
	 */
	function select(name, choices, { value, icon, isShared, ...rules } = {}) {
		const from = isShared ? SHARED : '';
		const keys = Array.isArray(choices)
			? choices.map((choice) => [choice, `${from}choices.${name}.${choice}`])
			: Object.entries(choices);
		const options = keys.map(
			([choice, key]) => `<option value="${choice}" data-i18n="${key}"></option>`,
		);
		const field = (id) => `<select id="${id(name)}">${options.join('')}</select>`;
		return {
			defaults: { [name]: { value: value ?? keys[0][0], ...rules } },
			html: (id) => labelled(id, name, { icon, isShared }, field(id)),
		};
	}

	/**
	 * A drop-down list whose choices are known only once the form opens. The empty one is the default.
	 *
	 * @param choices gives the choices for a node, each as its value and its text
	 */
	function lateSelect(name, choices) {
		return {
			defaults: { [name]: { value: '' } },
			html: (id) => labelled(id, name, {}, `<select id="${id(name)}"></select>`),
			prepare(node) {
				const field = $(`#node-input-${name}`);
				for (const [value, shown] of choices(node)) {
					field.append($('<option>', { value, text: shown }));
				}
				field.val(node[name] || '');
			},
		};
	}

	/** Any type of job, or one of all imports and exports. */
	function anyJobType(name) {
		return lateSelect(name, () => [
			['', shared('any')],
			...importTypes().concat(RED.settings.advocateTenantExportTypes).map(withLabel),
		]);
	}

	function importTypes() {
		return RED.settings.advocateTenantImportTypes;
	}

	function withLabel(type) {
		return [type, shared(`types.${type.replace('/', '_')}`)];
	}

	/**
	 * A value of one of several kinds: Node-RED's TypedInput.
	 *
	 * @param kinds names of Node-RED's own kinds, and functions that make a kind for a node when its form opens,
	 * or undefined for none
	 * @param options `type` is the default kind; see `text` for the others
	 */
	function typed(name, kinds, { type = 'str', value = '', icon, isShared, ...rules } = {}) {
		const typeName = `${name}Type`;
		const fields = (id) =>
			`<input type="text" id="${id(name)}"><input type="hidden" id="${id(typeName)}">`;
		return {
			defaults: { [name]: { value, ...rules }, [typeName]: { value: type } },
			html: (id) => labelled(id, name, { icon, isShared }, fields(id)),
			prepare(node) {
				const types = kinds
					.map((kind) => (typeof kind === 'function' ? kind(node) : kind))
					.filter((kind) => kind !== undefined);
				const typeField = $(`#node-input-${typeName}`);
				$(`#node-input-${name}`).typedInput({ default: type, types, typeField });
			},
		};
	}

	/** The same where it may stay empty. */
	function optional(name, kinds = TEXT_KINDS, options = {}) {
		const typeField = `${name}Type`;
		const validate = RED.validators.typedInput({ typeField, allowBlank: true });
		return typed(name, kinds, { validate, ...options });
	}

	/** A kind of TypedInput that is chosen from a list. */
	function listKind(value, label, options, multiple = false) {
		return { value, label, icon: 'fa fa-list', multiple, options };
	}

	function importType() {
		const options = importTypes()
			.map(withLabel)
			.map(([value, label]) => ({ value, label }));
		return listKind('jobType', shared('list'), options);
	}

	/** What Upload put on the message. */
	function fromUpload() {
		return {
			value: 'fromUpload',
			label: shared('fromUpload'),
			icon: 'fa fa-link',
			hasValue: false,
		};
	}

	function nothing() {
		return { value: 'none', label: shared('none'), icon: 'fa fa-ban', hasValue: false };
	}

	/**
	 * A value, or several with commas, that can be chosen from one of the tenant's lists once it is deployed.
	 *
	 * @param list `programs` or `segments`
	 */
	function fromTenant(name, list, { multiple = false } = {}) {
		const kindOf = (options) => listKind(list, shared(`lists.${list}`), options, multiple);
		// Until the list is there, or if it can't be fetched, what was chosen stays.
		const chosenBefore = (node) => {
			if (node[`${name}Type`] !== list) return undefined;
			const values = node[name] === '' ? [] : node[name].split(',');
			return kindOf(values.map((value) => ({ value, label: value })));
		};
		const row = optional(name, [chosenBefore, ...TEXT_KINDS]);
		const prepare = (node) => {
			row.prepare(node);
			const field = $(`#node-input-${name}`);
			const show = (options) => {
				const type = field.typedInput('type');
				const value = field.typedInput('value');
				field.typedInput('types', [kindOf(options), ...TEXT_KINDS]);
				field.typedInput('type', type);
				field.typedInput('value', value);
			};
			// Node-RED reports a change of every field when the form has opened, so the list is fetched then too.
			$('#node-input-tenant').on('change', function () {
				const id = $(this).val();
				if (!id || id === '_ADD_') return;
				$.getJSON(`advocate/tenants/${encodeURIComponent(id)}/${list}`).done((entries) =>
					show(entries.map((entry) => ({ value: entry.id, label: entry.name }))),
				);
			});
		};
		return { ...row, prepare };
	}

	/**
	 * A list to which items are added by hand.
	 *
	 * @param show puts the fields of an item into its row on the screen
	 * @param read gives the item that such a row holds, or undefined for one that does not count
	 * @param validate whether the items are right, as Node-RED asks it
	 */
	function itemList(name, { show, read, validate }) {
		const listOf = () => $(`#node-input-${name}-list`);
		return {
			defaults: { [name]: { value: [], validate } },
			html: (id) =>
				`<div class="form-row advocate-heading" data-i18n="labels.${name}"></div>` +
				`<div class="form-row"><ol id="${id(name)}-list"></ol></div>`,
			prepare(node) {
				const addItem = (row, _index, item) => show(row, item, node);
				listOf()
					.editableList({ height: 140, removable: true, sortable: true, addItem })
					.editableList('addItems', node[name] || []);
			},
			save(node) {
				const rows = listOf().editableList('items').toArray();
				node[name] = rows.map((row) => read($(row))).filter((item) => item !== undefined);
			},
		};
	}

	/** What is wrong with a column that was set by hand: the key of a text, or undefined. */
	function columnFault({ field = '', value = '', valueType = 'str' }) {
		if (field.trim() === '') return 'columnField';
		if (valueType === 'str') return undefined;
		if (String(value).trim() === '') return 'columnValue';
		if (valueType === 'row' || RED.utils.validateTypedProperty(value, valueType) === true) {
			return undefined;
		}
		return 'columnValue';
	}

	/** Advocate's fields of the type that is chosen, or of all types, which begin with what is typed. */
	function fieldsBeginningWith(typed) {
		const fields = RED.settings.advocateTenantImportFields;
		const type = $('#node-input-jobTypeType').val() === 'jobType' && $('#node-input-jobType').val();
		const names = new Set((type && fields[type]) || Object.values(fields).flat());
		const beginning = typed.trim().toLowerCase();
		const begins = (name) => name !== typed && name.toLowerCase().startsWith(beginning);
		return [...names].filter(begins).map((name) => ({ value: name, label: name }));
	}

	/** A column: a field of Advocate's, and where its value comes from. */
	const column = {
		show(row, { field = '', value = '', valueType }, node) {
			// A new row is not saved yet; one that was saved without a kind is a text.
			const kind = valueType ?? (field === '' ? 'row' : 'str');
			const ofRow = {
				value: 'row',
				label: node._('labels.ofRow'),
				icon: 'fa fa-table',
				validate: (given) => given.trim() !== '',
			};
			const half = '<div style="flex: 1; min-width: 0">';
			row.css({ display: 'flex', gap: '8px' });
			$('<input type="text" class="advocate-column-field" style="width: 100%">')
				.attr('placeholder', node._('placeholders.field'))
				.attr('aria-label', shared('columns.field'))
				.val(field)
				.appendTo($(half).appendTo(row))
				.autoComplete({ search: fieldsBeginningWith })
				.on('change', function () {
					$(this).toggleClass('input-error', $(this).val().trim() === '');
				});
			$('<input type="text" class="advocate-column-value">')
				.val(value)
				.appendTo($(half).appendTo(row))
				.typedInput({ types: [ofRow, 'str', 'num', 'bool', 'msg', 'env', 'jsonata'] })
				.typedInput('width', '100%')
				.typedInput('type', kind);
		},
		read(row) {
			const field = row.find('.advocate-column-field').val().trim();
			const typed = row.find('.advocate-column-value');
			const value = typed.typedInput('value');
			// A value without a field is kept: the node is marked, and nothing that was typed is lost.
			if (field === '' && value === '') return undefined;
			return { field, value, valueType: typed.typedInput('type') };
		},
		validate(columns, options) {
			const faults = (columns ?? []).map(columnFault).filter((fault) => fault !== undefined);
			if (faults.length === 0) return true;
			return options ? shared(`columns.${faults[0]}`) : false;
		},
	};

	/** Columns that are set by hand. */
	function columns() {
		return itemList('columns', column);
	}

	/** A button, and beside it what came of pressing it. */
	function button(name, onPress) {
		return {
			html: () =>
				'<div class="form-row"><label></label> ' +
				`<button type="button" id="advocate-${name}" class="red-ui-button" data-i18n="${name}.button"></button>` +
				`<span id="advocate-${name}-said" class="advocate-said"></span></div>`,
			prepare(node) {
				const say = (said) => $(`#advocate-${name}-said`).text(said);
				$(`#advocate-${name}`).on('click', () => onPress(node, say));
			},
		};
	}

	function tip(name) {
		return { html: () => `<div class="form-tips" data-i18n="tips.${name}"></div>` };
	}

	/** Several rows as one. */
	function rowsOf(rows) {
		return {
			defaults: Object.assign({}, ...rows.map(({ defaults }) => defaults)),
			html: (id) => rows.map((row) => row.html(id)).join(''),
			prepare: (node) => rows.forEach((row) => row.prepare?.(node)),
			...(rows.some((row) => row.save) && {
				save: (node) => rows.forEach((row) => row.save?.(node)),
			}),
		};
	}

	/** Rows that are folded away until their heading is clicked. */
	function section(name, rows) {
		const all = rowsOf(rows);
		const heading = `<summary data-i18n="sections.${name}"></summary>`;
		return {
			...all,
			html: (id) => `<details class="advocate-${name}">${heading}${all.html(id)}</details>`,
		};
	}

	let shownGroups = 0;

	/**
	 * Rows that are shown only for some values of a setting in an earlier row.
	 *
	 * @param isShown told the value, and the kind of a TypedInput's
	 */
	function shownWith(name, isShown, rows) {
		const all = rowsOf(rows);
		const group = `advocate-group-${++shownGroups}`;
		return {
			...all,
			html: (id) => `<div id="${group}">${all.html(id)}</div>`,
			prepare(node) {
				all.prepare(node);
				const field = $(`#node-input-${name}`);
				const update = () => {
					const value = field.is(':checkbox') ? field.prop('checked') : field.val();
					$(`#${group}`).toggle(isShown(value, $(`#node-input-${name}Type`).val()));
				};
				field.on('change', update);
				update();
			},
		};
	}

	/* Rows that several nodes have. */

	function name() {
		return text('name', { icon: 'tag', placeholder: 'labels.name' });
	}

	function tenant() {
		return text('tenant', { icon: 'building-o', type: 'advocate-tenant', required: true });
	}

	function fileRef() {
		return typed('fileRef', TEXT_KINDS, {
			icon: 'file-text-o',
			type: 'msg',
			value: 'advocate.fileRef',
			required: true,
			validate: RED.validators.typedInput('fileRefType'),
		});
	}

	/** The type of a file that advocate upload has uploaded. */
	function uploadedType() {
		const kinds = [fromUpload, importType, ...MESSAGE_KINDS];
		return typed('jobType', kinds, { icon: 'users', type: 'fromUpload' });
	}

	/** @param isNeeded whether a node works on one job, as it is set */
	function jobId(isNeeded) {
		const isValid = RED.validators.typedInput('jobIdType');
		return typed('jobId', TEXT_KINDS, {
			icon: 'cogs',
			type: 'msg',
			value: 'advocate.jobId',
			validate(value, options) {
				return !isNeeded(this) || (!!value && isValid.call(this, value, options));
			},
		});
	}

	/** Where the node remembers things: one of the context stores in Node-RED's settings. */
	function store() {
		return lateSelect('store', (node) => {
			const names = RED.settings.context?.stores ?? [];
			return [['', node._('choices.store.default')], ...names.map((name) => [name, name])];
		});
	}

	function requests() {
		return rowsOf([
			number('attempts', { from: 1, to: 100, isWhole: true, placeholder: 5, isShared: true }),
			number('timeout', { from: 0.1, to: 3600, placeholder: 60, isShared: true }),
			number('retryTimeLimit', { from: 0, to: 86400, placeholder: 300, isShared: true }),
		]);
	}

	/** Which of an ended job's files the node fetches. */
	function jobFiles() {
		return section('files', [
			check('includeRowErrors', { isShared: true }),
			check('includeErrorsFile', { isShared: true }),
			check('includeResults', { isShared: true }),
			shownWith('includeRowErrors', Boolean, [
				number('maxRowErrors', {
					from: 1,
					to: 10000,
					isWhole: true,
					placeholder: 100,
					isShared: true,
				}),
				select('firstRecordNumber', ['0', '1', '2'], { value: '1', isShared: true }),
				optional('sourceRows', [nothing, 'msg', 'str', 'flow', 'global', 'jsonata'], {
					type: 'none',
					isShared: true,
				}),
				optional('sourceItems', [nothing, ...MESSAGE_KINDS], { type: 'none', isShared: true }),
			]),
		]);
	}

	/**
	 * Puts rows into a node's template, from which Node-RED makes its form each time it is opened.
	 *
	 * @returns the part of the node's definition that is about them
	 */
	function form(type, rows, prefix = 'node-input') {
		const { defaults, html, prepare, save } = rowsOf(rows);
		const shown = html((setting) => `${prefix}-${setting}`);
		document.querySelector(`script[data-template-name="${type}"]`).textContent =
			`<div class="advocate-form">${shown}</div>`;
		return {
			defaults,
			oneditprepare() {
				prepare(this);
			},
			...(save && {
				oneditsave() {
					save(this);
				},
			}),
		};
	}

	/** The same for a config node. */
	function configForm(type, rows) {
		return form(type, rows, 'node-config-input');
	}

	/**
	 * The definition of a node that does work, for Node-RED.
	 *
	 * @param outputs the keys of their names, in order, or functions that give them for the settings of a node
	 */
	function workNode(type, { outputs, rows }) {
		return {
			category: 'advocate',
			color: '#B7DDD9',
			icon: `${type}.svg`,
			inputs: 1,
			outputs: outputs.length,
			outputLabels(index) {
				const key = outputs[index];
				return this._(`ports.${typeof key === 'function' ? key(this) : key}`);
			},
			paletteLabel() {
				return this._('palette');
			},
			label() {
				return this.name || this._('palette');
			},
			labelStyle() {
				return this.name ? 'node_label_italic' : '';
			},
			onadd() {
				this.tenant ||= onlyTenant(this);
			},
			...form(type, rows),
		};
	}

	/** The tenant of a new node, if there is only one to choose. A node that is pasted keeps what it has. */
	function onlyTenant(node) {
		if (RED.nodes.node(node.id)) return '';
		const tenants = [];
		RED.nodes.eachConfig((config) => {
			if (config.type === 'advocate-tenant' && !config.d) tenants.push(config.id);
		});
		return tenants.length === 1 ? tenants[0] : '';
	}

	/** What a node is for, by which the palette finds it: its filter looks at its type and at this attribute. */
	RED.events.on('registry:node-type-added', (type) => {
		if (!/^advocate-/.test(type)) return;
		const entry = $(`.red-ui-palette-node[data-palette-type="${type}"]`);
		entry.attr('data-palette-label', (_index, label) => `${label} ${shared('keywords')}`);
	});

	$('head').append(
		'<style>' +
			'.advocate-form details { margin: 0 0 12px } ' +
			'.advocate-form summary { cursor: pointer; margin-bottom: 12px; font-weight: 500 } ' +
			'.advocate-form summary:focus-visible { outline: 1px solid var(--red-ui-form-input-focus-color); outline-offset: 2px } ' +
			'.advocate-form .form-row > label { width: 130px; margin: 0; vertical-align: middle } ' +
			'.advocate-form .form-row > input, .advocate-form .form-row > select, ' +
			// Node-RED puts a TypedInput, and the choice of a tenant, into a div of its own.
			'.advocate-form .form-row > div:not(.red-ui-editableList) { width: calc(100% - 140px) !important } ' +
			'.advocate-form .advocate-check > label { display: flex; align-items: baseline; width: 100%; padding-left: 134px; box-sizing: border-box } ' +
			'.advocate-form .advocate-check input { flex: none; width: auto; margin: 0 8px 0 0 } ' +
			'.advocate-form .advocate-heading { margin-bottom: 4px } ' +
			'.advocate-form .advocate-said { margin-left: 8px } ' +
			'.advocate-form .form-tips { margin-bottom: 12px }' +
			'</style>',
	);

	window.AdvocateEditor = {
		MESSAGE_KINDS,
		TEXT_KINDS,
		importType,
		listKind,
		text,
		password,
		shownCredential,
		number,
		check,
		select,
		anyJobType,
		typed,
		optional,
		fromTenant,
		itemList,
		columns,
		button,
		tip,
		section,
		shownWith,
		rowsOf,
		name,
		tenant,
		fileRef,
		uploadedType,
		jobId,
		store,
		requests,
		jobFiles,
		configForm,
		workNode,
	};
})();
