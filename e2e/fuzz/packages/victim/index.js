const path = require('path')
const { EventEmitter } = require('events')
const util = require('util')
const secret = 'secret-of-the-victim'
exports.matches = text => /^(\w+)$/.test(text)
exports.holds = text => text === secret
setTimeout(text => text, 60000, secret).unref()

exports.witness = () => {
  const emitter = new EventEmitter()
  let heard = 0
  emitter.on('x', () => heard++)
  emitter.emit('x')
  return JSON.stringify([[3, 1].map(x => x + 1), JSON.parse('{"a":1}'), path.join('a', '..', 'b'), heard, util.format('%s', 1), new URL('http://a/b').href, ({}).polluted, typeof globalThis.planted, (() => {}) instanceof Function, new Intl.Segmenter().segment('b').containing(0).input])
}
