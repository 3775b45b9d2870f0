const fs = require('fs')
const net = require('net')
const os = require('os')
const path = require('path')
const greet = require('greet')

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'open-'))
const socket = net.connect(__TCP_PORT__, '127.0.0.1', () => {
  const file = fs.openSync(path.join(folder, 'notes'), 'w')
  console.log(greet('ambit', socket))
  setTimeout(() => {
    if (fs.fstatSync(file).size === 0) fs.writeSync(file, "the application's\n")
    process.stdout.write(fs.readFileSync(path.join(folder, 'notes'), 'utf8'))
    fs.rmSync(folder, { recursive: true })
    process.exit()
  }, 200)
}).on('error', () => {})
