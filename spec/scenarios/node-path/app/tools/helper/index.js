exports.help = () => require('fs').writeFileSync('__MARKERS__/ran', '')
