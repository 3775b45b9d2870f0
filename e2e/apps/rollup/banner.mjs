export default (text) => ({ name: 'banner', renderChunk: (code) => `/* ${text} */\n${code}` });
