/*
 * What the dialogs of the nodes have in common. Node-RED's editor loads it with the first of them.
 */
(function () {
	const SHARED = '@impact-advocate/node-red-advocate/advocate-tenant:';
	const MESSAGE_KINDS = ['msg', 'flow', 'global', 'env', 'jsonata'];
	/** Types of jobs, as the runtime tells them. */
	const imports = () => RED.settings.advocateTenantImportTypes;
	const exports = () => RED.settings.advocateTenantExportTypes;

	/** What numbers may be: from, to, and whether they are whole. The runtime refuses others. */
	const RANGES = {
		attempts: [1, 100, true],
		timeout: [0.1, 3600],
		retryTimeLimit: [0, 86400],
		timeLimit: [0, Number.MAX_VALUE],
		firstPause: [1, Number.MAX_VALUE],
		longestPause: [1, Number.MAX_VALUE],
		interval: [5, 86400],
		limit: [1, Number.MAX_VALUE, true],
		maxRows: [1, Number.MAX_VALUE, true],
		maxSize: [Number.MIN_VALUE, Number.MAX_VALUE],
		maxRowErrors: [1, 10000, true],
	};

	/** Whether a number's field can be as it is: empty, a fitting number, or an environment variable. */
	function fits(name, value) {
		if (value === undefined || value === '' || /^\$\{[^}]+\}$/.test(value)) return true;
		const [from, to, whole = false] = RANGES[name];
		const number = Number(value);
		return number >= from && number <= to && (!whole || Number.isInteger(number));
	}

	/** A text that several nodes share. */
	function text(key, values) {
		return RED._(SHARED + key, values);
	}

	function typeLabel(type) {
		return text(`types.${type.replace('/', '_')}`);
	}

	/** A field with a choice of where its value comes from. */
	function typed(name, types, fallback) {
		const field = $(`#node-input-${name}`);
		field.typedInput({ default: fallback, types, typeField: $(`#node-input-${name}Type`) });
		return field;
	}

	/** The types of import to choose from. */
	function jobTypeKind() {
		const options = imports().map((value) => ({ value, label: typeLabel(value) }));
		return { value: 'jobType', label: text('list'), icon: 'fa fa-list', options };
	}

	/** "As uploaded": what Upload put on the message. */
	function fromUploadKind() {
		return { value: 'fromUpload', label: text('fromUpload'), icon: 'fa fa-link', hasValue: false };
	}

	/** Fills a select with types of jobs, imports and exports. */
	function fillJobTypes(select, chosen) {
		select.append($('<option>', { value: '', text: text('any') }));
		for (const type of imports().concat(exports())) {
			select.append($('<option>', { value: type, text: typeLabel(type) }));
		}
		select.val(chosen || '');
	}

	/**
	 * A field that can be chosen from a list of the tenant's (programs, segments), once that is deployed;
	 * typed in, or from a message, it always can.
	 */
	function fromTenant(name, list, multiple) {
		const kind = { value: list, label: text(`lists.${list}`), icon: 'fa fa-list', multiple };
		const kinds = ['str'].concat(MESSAGE_KINDS);
		const field = typed(name, kinds, 'str');
		const typeField = $(`#node-input-${name}Type`);
		const listed = (options) => {
			const type = typeField.val() || 'str';
			const value = field.val();
			field.typedInput('types', [{ ...kind, options }].concat(kinds));
			field.typedInput('type', type);
			field.typedInput('value', value);
		};
		// Until the list is there, or where it can't be had, what was chosen stays.
		const chosen = field.val() === '' ? [] : field.val().split(',');
		if (typeField.val() === list) listed(chosen.map((value) => ({ value, label: value })));
		const load = () => {
			const id = $('#node-input-tenant').val();
			if (!id || id === '_ADD_') return;
			$.getJSON(`advocate/tenants/${encodeURIComponent(id)}/${list}`).done((entries) =>
				listed(entries.map((entry) => ({ value: entry.id, label: entry.name }))),
			);
		};
		$('#node-input-tenant').on('change', load);
	}

	/** Shows what belongs to one choice of a select or checkbox only. */
	function showWith(name, holds, selector) {
		const field = $(`#node-input-${name}`);
		const update = () => {
			const value = field.attr('type') === 'checkbox' ? field.prop('checked') : field.val();
			$(selector).toggle(holds(value));
		};
		field.on('change', update);
		update();
	}

	/** The fields about requests, the same in every node; empty means the default. */
	function requestFields() {
		return ['attempts', 'timeout', 'retryTimeLimit'].map(numberRow).join('');
	}

	/** The fields about an ended job's files. */
	function fileFields() {
		return (
			['includeRowErrors', 'includeErrorsFile', 'includeResults'].map(checkRow).join('') +
			'<div class="advocate-row-errors">' +
			numberRow('maxRowErrors') +
			selectRow('firstRecordNumber', ['0', '1', '2']) +
			typedRow('sourceRows') +
			typedRow('sourceItems') +
			'</div>'
		);
	}

	function prepareFileFields() {
		const none = { value: 'none', label: text('none'), icon: 'fa fa-ban', hasValue: false };
		typed('sourceRows', [none, 'msg', 'str', 'flow', 'global', 'jsonata'], 'none');
		typed('sourceItems', [none].concat(MESSAGE_KINDS), 'none');
		showWith('includeRowErrors', Boolean, '.advocate-row-errors');
	}

	function row(name, field) {
		const label = `<label for="node-input-${name}" title="${text(`hints.${name}`)}">${text(`labels.${name}`)}</label>`;
		return `<div class="form-row">${label}${field}</div>`;
	}

	function numberRow(name) {
		const placeholder = text(`placeholders.${name}`);
		return row(name, `<input type="text" id="node-input-${name}" placeholder="${placeholder}">`);
	}

	function selectRow(name, values) {
		const options = values.map(
			(value) => `<option value="${value}">${text(`choices.${name}.${value}`)}</option>`,
		);
		return row(name, `<select id="node-input-${name}">${options.join('')}</select>`);
	}

	function typedRow(name) {
		const fields = `<input type="text" id="node-input-${name}"><input type="hidden" id="node-input-${name}Type">`;
		return row(name, fields);
	}

	function checkRow(name) {
		const box = `<input type="checkbox" id="node-input-${name}">`;
		return `<div class="form-row advocate-check"><label title="${text(`hints.${name}`)}">${box}<span>${text(`labels.${name}`)}</span></label></div>`;
	}

	$('head').append(
		'<style>' +
			'.advocate-form details { margin: 0 0 12px } ' +
			'.advocate-form summary { cursor: pointer; margin-bottom: 12px; font-weight: 500 } ' +
			'.advocate-form .form-row > label { width: 130px } ' +
			'.advocate-form .form-row > input[type=text], .advocate-form .form-row > select, ' +
			'.advocate-form .form-row > .red-ui-typedInput-container, .advocate-form .form-row > .red-ui-typedInput { width: calc(100% - 140px) !important } ' +
			'.advocate-form .advocate-check > label { width: 100%; padding-left: 134px; box-sizing: border-box } ' +
			'.advocate-form .advocate-check input { width: auto; margin: 0 8px 0 0; vertical-align: baseline } ' +
			'.advocate-form .form-tips { margin-bottom: 12px }' +
			'</style>',
	);

	window.AdvocateEditor = {
		MESSAGE_KINDS,
		fits,
		text,
		typed,
		typeLabel,
		jobTypeKind,
		fromUploadKind,
		fillJobTypes,
		fromTenant,
		showWith,
		requestFields,
		fileFields,
		prepareFileFields,
	};
})();
