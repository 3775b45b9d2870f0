'use strict';
const knex = require('knex');
const mongoose = require('mongoose');
const { DataTypes, Sequelize } = require('sequelize');

async function main() {
  const Bird = mongoose.model('Bird', new mongoose.Schema({
    name: { type: String, required: true }, wings: Number, seen: { type: Date, default: () => new Date(0) },
  }));
  await new Bird({ wings: 'two' }).validate().catch((problem) => console.log(problem.message));
  console.log(new Bird({ _id: '507f1f77bcf86cd799439011', name: 'owl', wings: '2' }).toJSON());

  const sql = knex({ client: 'pg' });
  console.log(sql('birds').where({ name: 'owl' }).whereIn('wings', [1, 2]).orderBy('name').toString());

  const sequelize = new Sequelize('postgres://127.0.0.1:1/birds', { logging: false });
  const Nest = sequelize.define('Nest', { eggs: { type: DataTypes.INTEGER, validate: { min: 0 } } });
  console.log(Nest.build({ eggs: 3 }).get('eggs'));
  await Nest.build({ eggs: -1 }).validate().catch((problem) => console.log(problem.message));
  await sequelize.authenticate().catch((problem) => console.log(problem.name));
}

main();
