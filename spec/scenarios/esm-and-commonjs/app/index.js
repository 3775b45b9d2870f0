import greet from 'greet'
import { shout } from 'modern/shout'
import data from 'modern/data.json' with { type: 'json' }

console.log(greet('ambit'))
console.log(shout(data.word))
