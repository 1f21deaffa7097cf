// n8n finds nodes and credentials through the "n8n" section of package.json; there is no API here.
module.exports = {};
