import greet from 'greet'
import { sum, type Sum } from './sum.ts'

const total: Sum = sum(40, 2)
console.log(greet('ambit') as string)
console.log(total)
